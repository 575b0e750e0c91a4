"""How the desk and the admin write days and moments, in every kind of English."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
