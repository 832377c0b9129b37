"""What readers see, as data for other programs; nothing here changes anything."""
