"""Setting up, starting and ending 一站引导 on one machine; the standard library only.

Nothing is installed yet when this package runs first, by whatever Python the machine has (3.9 or
newer). What a user sees is Chinese; a failure is one sentence with its remedy.
"""
