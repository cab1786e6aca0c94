"""What is always true of rooms, seats and attendance: one class per sentence."""

from domain.kernel.kept import Holding, Invariant


class NoRoomIsTakenTwice(Holding):
    """同一场地的占用时段互不重叠。"""

    query = """
    SELECT a.title AS no FROM reservation a JOIN reservation b
        ON b.room_id = a.room_id AND b.id <> a.id
        AND b.begins_at < a.ends_at AND a.begins_at < b.ends_at
    WHERE a.released_at IS NULL AND b.released_at IS NULL
    """


class NothingIsLentThatIsNotThere(Holding):
    """任一时刻借出的设备不超过现有件数。"""

    query = """
    SELECT e.name AS no FROM equipment_hold h
    JOIN reservation r ON r.id = h.reservation_id AND r.released_at IS NULL
    JOIN equipment e ON e.id = h.equipment_id
    JOIN equipment_hold o ON o.equipment_id = e.id
    JOIN reservation q ON q.id = o.reservation_id AND q.released_at IS NULL
        AND q.begins_at <= r.begins_at AND q.ends_at > r.begins_at
    GROUP BY h.id, e.name, e.pieces HAVING SUM(o.pieces) > e.pieces
    """


class NoSeatIsTakenTwice(Holding):
    """同一场活动的一个座位只给一位来宾。"""

    query = """
    SELECT MIN(company) AS no FROM attendee WHERE seat_no IS NOT NULL
    GROUP BY event_id, seat_no HAVING COUNT(*) > 1
    """


class NobodySitsWhereThereIsNoSeat(Holding):
    """路演签到人数等于入座人数，不超过场地座位数。"""

    query = """
    SELECT r.roadshow_no AS no FROM roadshow r LEFT JOIN attendee a
        ON a.event_id = r.id AND a.signed_in_at IS NOT NULL
    GROUP BY r.id, r.roadshow_no, r.attended, r.seats_planned
    HAVING COUNT(a.id) <> r.attended OR COUNT(a.seat_no) <> r.attended
        OR r.attended > r.seats_planned OR COALESCE(MAX(a.seat_no), 0) > r.seats_planned
    """


class AVisitCountsWhoSignedIn(Holding):
    """参观的签到人数等于签到记录数。"""

    query = """
    SELECT v.visit_no AS no FROM visit v LEFT JOIN attendee a
        ON a.event_id = v.id AND a.signed_in_at IS NOT NULL
    GROUP BY v.id, v.visit_no, v.attended HAVING COUNT(a.id) <> v.attended
    """


class NobodyMeetsTwoAtOnce(Holding):
    """同一企业、同一机构的一对一时段互不重叠。"""

    query = """
    SELECT r.roadshow_no AS no FROM one_to_one a JOIN one_to_one b ON b.id <> a.id
        AND (b.enterprise_id = a.enterprise_id OR b.institution_id = a.institution_id)
        AND b.begins_at < a.ends_at AND a.begins_at < b.ends_at
    JOIN roadshow r ON r.id = a.roadshow_id
    """


INVARIANTS: tuple[Invariant, ...] = (
    NoRoomIsTakenTwice(),
    NothingIsLentThatIsNotThere(),
    NoSeatIsTakenTwice(),
    NobodySitsWhereThereIsNoSeat(),
    AVisitCountsWhoSignedIn(),
    NobodyMeetsTwoAtOnce(),
)
