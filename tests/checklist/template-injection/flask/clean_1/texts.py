BANNER = "<marquee>{{ words }}</marquee>"
