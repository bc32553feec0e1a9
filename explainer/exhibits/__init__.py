"""What the scenes of the chapters show, computed by the models: plain numbers for boards and figures."""
