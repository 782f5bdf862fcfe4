"""Rasa's command line with the webhook call made cheap: ``python -m bot.runtime run …``.

Rasa names the tracker store and the lock store in ``endpoints.yml``, but has no such place for
the class that calls the action server; so it is changed here, in the open, before Rasa starts.
"""

from rasa.__main__ import main

from bot.runtime import remote_action

remote_action.install()
main()
