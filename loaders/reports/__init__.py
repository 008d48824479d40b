"""Report forms of municipalities: what they hold, how they are laid out, read, checked and given back."""
