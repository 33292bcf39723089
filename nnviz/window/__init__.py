"""The main window: docks, menus, layout, time machine, documents."""
