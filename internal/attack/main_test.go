//go:build libzmq && cgo && unix

package attack

// The program has three parts, told apart by its flags: the one that runs the
// attacks, the service that is attacked, and the attacker.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	tableFlag    = flag.Bool("table", false, "print the table")
	serviceFlag  = flag.String("service", "", "be the service in an `attack`")
	safeFlag     = flag.Bool("safe", false, "with zmqsafe")
	attackerFlag = flag.String("attacker", "", "be the attacker of a `kind`")
)

func TestMain(m *testing.M) {
	flag.Parse()
	switch {
	case *attackerFlag != "":
		beAttacker(*attackerFlag, flag.Args())
	case *serviceFlag != "":
		beService(*serviceFlag, *safeFlag)
	case *tableFlag:
		if !printTable(os.Stdout) {
			os.Exit(1)
		}
	default:
		os.Exit(m.Run())
	}
}

// outcome is what became of a service.
type outcome struct {
	Held     bool
	Measured string
}

// serviceTime is far more than an attack takes.
const serviceTime = 60 * time.Second

// run has a service attacked in a process of its own.
func (a attack) run(safe bool) (outcome, error) {
	ctx, cancel := context.WithTimeout(context.Background(), serviceTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-service="+a.name, fmt.Sprintf("-safe=%v", safe))
	cmd.WaitDelay = time.Second
	// With the race detector, a process would sleep for a second at its end.
	race := "GORACE=atexit_sleep_ms=0"
	if !safe {
		// zmq4's authenticator has data races, which are not what is measured.
		race += " exitcode=0 log_path=/dev/null"
	}
	cmd.Env = append(os.Environ(), race)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if a.kills && died(cmd.ProcessState) && ctx.Err() == nil {
		line, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
		return outcome{Measured: "process died: `" + line + "`"}, nil
	}
	if err != nil {
		return outcome{}, fmt.Errorf("%w\n%s", err, stderr.String())
	}
	var o outcome
	if err := json.Unmarshal(out, &o); err != nil {
		return outcome{}, fmt.Errorf("output %q: %w", out, err)
	}
	return o, nil
}

// died tells an end by a panic, whose code is 2, or by a signal from others.
func died(p *os.ProcessState) bool { return p.ExitCode() == 2 || p.ExitCode() == -1 }

func beService(name string, safe bool) {
	for _, a := range attacks {
		if a.name == name {
			s := newStage(safe)
			o := a.service(s)
			s.close()
			if err := json.NewEncoder(os.Stdout).Encode(o); err != nil {
				fatal(err)
			}
			return
		}
	}
	fatal(fmt.Errorf("no attack %q", name))
}

// fatal ends a service or an attacker in which something is wrong that is not
// the attack.
func fatal(err error) {
	fmt.Fprintln(os.Stderr, "attack:", err)
	os.Exit(3)
}

func must(err error) {
	if err != nil {
		fatal(err)
	}
}

func try[T any](v T, err error) T {
	must(err)
	return v
}

// result is an attack that was run.
type result struct {
	attack
	plain, safe outcome
	err         error
}

// problem tells what is not as claimed.
func (r result) problem() error {
	switch {
	case r.err != nil:
		return r.err
	case r.plain.Held:
		return fmt.Errorf("plain zmq4 held: %s", r.plain.Measured)
	case r.safe.Held == r.open:
		return fmt.Errorf("zmqsafe: held %v: %s", r.safe.Held, r.safe.Measured)
	}
	return nil
}

// runAll runs all attacks and yields them in order. Those that only wait share
// the machine, those that load it have it for themselves.
func runAll(yield func(result)) {
	results := make([]chan result, len(attacks))
	light := make(chan struct{}, 4)
	var machine sync.RWMutex
	for i, a := range attacks {
		results[i] = make(chan result, 1)
		go func() {
			if a.heavy {
				machine.Lock()
				defer machine.Unlock()
			} else {
				light <- struct{}{}
				defer func() { <-light }()
				machine.RLock()
				defer machine.RUnlock()
			}
			r := result{attack: a}
			var plainErr, safeErr error
			r.plain, plainErr = a.run(false)
			r.safe, safeErr = a.run(true)
			r.err = errors.Join(plainErr, safeErr)
			results[i] <- r
		}()
	}
	for _, c := range results {
		yield(<-c)
	}
}

func TestLiveAttacks(t *testing.T) {
	runAll(func(r result) {
		t.Run(r.name, func(t *testing.T) {
			t.Logf("threat: %s\nholds when %s\nplain zmq4: %s\nzmqsafe: %s", r.threat, r.held, r.plain.Measured, r.safe.Measured)
			if err := r.problem(); err != nil {
				t.Error(err)
			}
		})
	})
}
