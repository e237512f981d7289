"""The parts of a challenge of the demo, each made by the real actions from what content.yaml says."""
