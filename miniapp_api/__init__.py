"""The HTTP door for people on their own device: WeChat mini-program and PC portal."""
