"""What several pages show and ask of one digit."""
