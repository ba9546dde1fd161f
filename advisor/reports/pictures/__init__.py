"""What is shown: geometry computed from the outcome; templates under ``templates/pictures`` only place it."""
