"""Where sittings are kept: rooms, seats, events, packs and finished outputs, in SQLite or PostgreSQL.

Events are only ever appended; a room is what folding them gives. One module, ``database``, knows the library; the others say in
SQL what they want, in words that both databases understand. Every function takes the opened database first.
"""
