"""What each chapter of a report shows, as data for templates."""
