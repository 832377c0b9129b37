"""What feed readers and calendars get of posts, and how feeds are written."""
