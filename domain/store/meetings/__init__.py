"""The support of meetings: tested before, stood by during, told of after."""
