"""A monkey at the window: random events from a seed, and everything that may not happen meanwhile noticed.

    python -m tests.end_to_end.monkey --events 20000 --seed 7

Its parts: `events` says what it does, `dialog_answers` answers dialogs, `troubles` and `watchdog` notice.
"""
