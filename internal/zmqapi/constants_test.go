package zmqapi

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// TestErrnos holds the table against the numbers that Go's own syscall package has.
func TestErrnos(t *testing.T) {
	for _, sys := range []string{"linux_amd64", "linux_arm64", "darwin_arm64", "freebsd_amd64", "netbsd_amd64", "openbsd_amd64"} {
		goos, _, _ := strings.Cut(sys, "_")
		defs := defines(t, filepath.Join(runtime.GOROOT(), "src/syscall/zerrors_"+sys+".go"), regexp.MustCompile(`^\t(E[A-Z]+) += (?:Errno\()?(0x[0-9a-f]+)`))
		have := Constants(goos)
		for name := range errnos {
			if want, ok := defs[name]; !ok || have[name] != want {
				t.Errorf("%s: %s is %d here, %d in syscall", sys, name, have[name], want)
			}
		}
	}
}

// TestZMQHeader holds the constants against an installed zmq.h, as far as that has them.
func TestZMQHeader(t *testing.T) {
	const header = "/usr/include/zmq.h"
	if _, err := os.Stat(header); err != nil {
		t.Skip(err)
	}
	defs := defines(t, header, regexp.MustCompile(`^\s*#define (ZMQ_[A-Z0-9_]+) (0x[0-9A-Fa-f]+|[0-9]+)$`))
	seen := 0
	for name, have := range Constants(runtime.GOOS) {
		if want, ok := defs[name]; ok {
			seen++
			if have != want {
				t.Errorf("%s is %d here, %d in zmq.h", name, have, want)
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d constants found in %s", seen, header)
	}
}

func defines(t *testing.T, file string, re *regexp.Regexp) map[string]int64 {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]int64{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if m := re.FindStringSubmatch(sc.Text()); m != nil {
			v, err := strconv.ParseInt(m[2], 0, 64)
			if err != nil {
				t.Fatal(err)
			}
			out[m[1]] = v
		}
	}
	return out
}

func TestSocketTypeOf(t *testing.T) {
	for v, want := range map[int64]string{0: "PAIR", 8: "PUSH", 12: "SERVER", -12: "SERVER", -18: "DGRAM"} {
		if got, ok := SocketTypeOf(v); !ok || got.String() != want {
			t.Errorf("SocketTypeOf(%d) = %v, %v, want %s", v, got, ok, want)
		}
	}
	for _, v := range []int64{-1, -11, 19, 256, 264, -19, 1 << 40} {
		if got, ok := SocketTypeOf(v); ok {
			t.Errorf("SocketTypeOf(%d) = %v, want none", v, got)
		}
	}
}
