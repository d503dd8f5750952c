"""The bundled scenes, a chapter to a module; a new scene is one function in one of them, named in its SCENES."""
