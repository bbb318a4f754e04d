"""What can be set for a training: each setting, the whole configuration, presets, differences."""
