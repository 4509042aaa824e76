"""What the measurements are made of; run as `python -m parts.<name>` from the folder bench."""
