"""How the house writes days and hours, by language."""
