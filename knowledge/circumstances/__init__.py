"""Understand an answer to a circumstance (情形) in free words; never guess.

Order of trust: a number or ordinal; the option's own words; an amount against a limit; a plain yes or no; and what the
phrases of the guidebook teach, as far as held-out answers showed it to be right. Anything else is asked again.
"""

from knowledge.circumstances.listed import LONGEST_ANSWER, mentioned
from knowledge.circumstances.understanding import Understood, prefill, sends_somebody, understand
from knowledge.circumstances.words import plain, position

__all__ = ["LONGEST_ANSWER", "Understood", "mentioned", "plain", "position", "prefill", "sends_somebody", "understand"]
