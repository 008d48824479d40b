"""The council pack on paper."""
