package rule

// The rules of the recvloop analyzer: what a flood of messages does to the
// loop that takes them.
var recvloopRules = []Rule{
	{
		Name:     "unthrottled-recv",
		Title:    "Receive loop without a limit on messages per time",
		Analyzer: "recvloop",
		Severity: Warning,
		CWE:      []string{"CWE-770"},
		Default:  true,
		Doc: Doc{
			Reports: "A loop, or a handler of a Reactor, that receives from a bound network socket and takes messages as fast as they come.",
			Why:     "libzmq has no rate limit for tcp. One peer that sends without pause gets all the work that the loop can do, and what the loop does for each message (a database write, a call to another service) is passed on to the systems behind it.",
			Silent:  "When the loop waits on a `rate.Limiter`, a ticker, a timer or `time.Sleep`, or counts messages in a window and drops or pauses above it, also in a function that it calls; when each turn waits for a channel that others send to; and for loops over the frames of one message and sockets that only connect. A poll time-out, `RCVTIMEO`, `RCVHWM` or a bounded channel is no limit: none bounds the rate. Nor is a limiter whose answer changes nothing but the log.",
			Fix:     "`limiter.Wait(ctx)` before the receive holds all senders back; `limiter.Allow()` after it, with a limiter for each authenticated user, drops what is too much.",
			Sources: []string{"ZeroMQ Guide, chapter 7: credit-based flow control"},
		},
	},
	{
		Name:     "unbounded-goroutines",
		Title:    "Goroutine started for every message, without a bound",
		Analyzer: "recvloop",
		Severity: Error,
		CWE:      []string{"CWE-770"},
		Default:  true,
		Doc: Doc{
			Reports: "A `go` statement that runs once for each message, with nothing that bounds how many of the goroutines run at a time; also `Go` of a `sync.WaitGroup` or of an `errgroup.Group` without a limit, and `time.AfterFunc`. The finding is at the `go`, or at the call in the package of the loop that leads there.",
			Why:     "The loop always drains the socket, so the high water mark never holds a sender back, and a flood becomes goroutines, each with its message, until memory ends.",
			Silent:  "With a semaphore or a blocking channel send before it, `errgroup.SetLimit`, a pool, a rate limit, or when the goroutine is waited for before the next receive; and when one is started for each new peer, once, or below a count.",
			Fix:     "Use `errgroup.Group` with `SetLimit`, or a fixed number of workers that read from an unbuffered channel.",
			Sources: []string{"golang.org/x/sync/errgroup"},
		},
	},
	{
		Name:     "unbounded-queue",
		Title:    "Every message kept, without a bound",
		Analyzer: "recvloop",
		Severity: Warning,
		CWE:      []string{"CWE-770"},
		Default:  true,
		Doc: Doc{
			Reports: "A receive loop that appends each message to a slice, map or list that outlives the iteration, with no bound in sight; also one that writes each to a buffer. The finding is at the append or store, or at the call in the package of the loop that leads there.",
			Why:     "The queue grows with what peers send and not with what the program can do.",
			Silent:  "With a length check, a ring or a bounded channel; when the loop itself, or a function that waits for a timer, takes out or starts anew; and for registries that grow with peers and not with messages. That another goroutine takes out what it has dealt with bounds nothing.",
			Fix:     "Bound the queue, and decide what happens when it is full: stop receiving (the senders are held back) or drop.",
			Sources: []string{"ZeroMQ Guide, chapter 2: High-Water Marks"},
		},
	},
	{
		Name:     "busy-recv",
		Title:    "Loop that polls without waiting",
		Analyzer: "recvloop",
		Severity: Warning,
		CWE:      []string{"CWE-834"},
		Default:  true,
		Doc: Doc{
			Reports: "A loop around a receive with `DONTWAIT`, or around `Poll(0)`, that goes straight on when nothing is there.",
			Why:     "The loop burns a core while idle. No attacker is needed, so local sockets are reported too.",
			Silent:  "When the loop sleeps, polls with a time-out or blocks elsewhere.",
			Fix:     "Receive without `DONTWAIT`, or poll with a time-out.",
			Sources: []string{"zmq_msg_recv(3)", "zmq_poll(3)"},
		},
	},
	{
		Name:     "recv-error-spin",
		Title:    "Receive error that neither ends the loop nor waits",
		Analyzer: "recvloop",
		Severity: Warning,
		CWE:      []string{"CWE-835"},
		Default:  true,
		Doc: Doc{
			Reports: "A loop in which the error of a receive or poll is logged or dropped and the loop goes on at once.",
			Why:     "After `Term` or `Close` every receive fails at once. The loop never ends, burns a core and fills the log.",
			Silent:  "When EAGAIN and EINTR alone go on and everything else ends the loop, when the loop backs off, counts errors or makes a new socket, and when a stop signal is looked at in each turn.",
			Fix:     "Return on an error that is neither `zmq4.Errno(syscall.EAGAIN)` nor `zmq4.Errno(syscall.EINTR)` (compare the result of `zmq4.AsErrno`).",
			Sources: []string{"zmq_msg_recv(3): ETERM", "zmq_ctx_term(3)"},
		},
	},
}
