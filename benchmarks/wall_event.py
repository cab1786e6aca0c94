"""The event of the fan-out: about 2 KB of panels, five times a second."""

NAMESPACE = "/wall"
EVENT = "update"
EVERY_S = 0.2
PAYLOAD = {
    f"panel{number}": {
        "at": 1_000 + number,
        "data": [{"count": n, "amount_fen": n * 7_919} for n in range(12)],
    }
    for number in range(5)
}
