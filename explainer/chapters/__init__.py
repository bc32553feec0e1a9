"""What each chapter shows: one module a chapter, one function a scene."""
