"""Tell what a change of a pack changes: what is written, and what is concluded about cities."""
