"""Rasa actions: slots in, knowledge asked, response named. Flat, one module for each need."""
