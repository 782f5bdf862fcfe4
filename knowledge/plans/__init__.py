"""Several matters as one plan: papers once, the right order, as few trips as can be.

Read in the order of the data: ``types`` → ``order`` → ``trips`` → ``dates`` → ``fees`` → ``make`` → ``words``.
"""
