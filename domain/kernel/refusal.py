"""Refusals: the expected ways a request can fail. Anything else is a bug."""


class Refusal(Exception):
    """The platform understood the request and will not do it.

    `sentence` is Chinese, for the person who asked; `code` and `status` are for the client.
    """

    code = "refused"
    status = 409
    title = "无法办理"

    def __init__(self, sentence: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.retry_after_s = retry_after_s

    def about(self, number: str) -> None:
        """Say of which of several rows this speaks."""
        if number:
            self.sentence = f"{number}：{self.sentence}"
            self.args = (self.sentence,)


class Invalid(Refusal):
    """The input itself is wrong; `errors` name the fields."""

    code, status, title = "invalid", 400, "填写有误"

    def __init__(self, sentence: str, errors: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(sentence)
        self.errors = errors


class NotLoggedIn(Refusal):
    """Nobody is logged in, or the session is over."""

    code, status, title = "not_logged_in", 401, "请先登录"


class UnknownDevice(Refusal):
    """No terminal of ours, or one that was retired: it gets nothing."""

    code, status, title = "unknown_device", 401, "终端未启用"


class WrongLogIn(Refusal):
    """The credentials do not fit; which part does not is never said."""

    code, status, title = "wrong_log_in", 401, "登录失败"


class Locked(Refusal):
    """The account is locked."""

    code, status, title = "locked", 403, "账号已锁定"


class NotYourPost(Refusal):
    """The actor's posts do not carry this action."""

    code, status, title = "not_your_post", 403, "没有权限"


class StepUp(Refusal):
    """The operation wants a fresh proof of who asks; `ways` are those the account has."""

    code, status, title = "step_up", 403, "请再次验证身份"

    def __init__(self, operation: str, ways: tuple[str, ...]) -> None:
        super().__init__("这项操作需要再次验证您的身份，验证后会自动继续办理")
        self.operation, self.ways = operation, ways


class SecondFactor(Refusal):
    """The first proof was right; the post wants a second. The ticket stands for the first."""

    code, status, title = "second_factor", 401, "请完成第二步验证"

    def __init__(self, ticket: str, ways: tuple[str, ...], phone_masked: str) -> None:
        super().__init__("您的岗位需要两种方式验证身份，请继续完成第二步验证")
        self.ticket, self.ways, self.phone_masked = ticket, ways, phone_masked


class NotFromHere(Refusal):
    """The post may act from certain networks only, and this is none of them."""

    code, status, title = "not_from_here", 403, "网络地址不在许可范围"


class NotVerified(Refusal):
    """A party of the row is not certified (clause 5.3.3.1)."""

    code, status, title = "not_verified", 403, "尚未认证"


class OnHold(Refusal):
    """A party of the row is frozen (clause 6.1.5.4)."""

    code, status, title = "on_hold", 403, "业务已冻结"


class NotFound(Refusal):
    """Absent, or none of your business: the caller cannot tell which."""

    code, status, title = "not_found", 404, "未找到"


class NotNow(Refusal):
    """The action exists, but not from the current state."""

    code, title = "not_now", "当前不能办理"


class Unmet(Refusal):
    """A condition of the action does not hold."""

    code, title = "unmet", "条件不满足"


class KeyReused(Refusal):
    """An idempotency key came back with another body."""

    code, title = "key_reused", "重复提交"


class Stale(Refusal):
    """Somebody else changed the row since it was read."""

    code, status, title = "stale", 412, "内容已更新"


class TooOften(Refusal):
    """A rate limit; `retry_after_s` says when to come back."""

    code, status, title = "too_often", 429, "操作过于频繁"


class TooLarge(Refusal):
    """A file of more bytes than are taken."""

    code, status, title = "too_large", 413, "内容过大"

    def __init__(self, bytes_max: int) -> None:
        super().__init__(f"单个文件不能超过 {bytes_max // 1024**2} MB，请压缩或拆分后重新上传")


class Unavailable(Refusal):
    """Something the platform stands on is away; nothing was done."""

    code, status, title = "unavailable", 503, "服务暂不可用"
