package cli

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"
)

func TestProgress(t *testing.T) {
	for _, test := range []struct {
		name string
		run  func(*progress)
		want string
	}{
		{"soon over", func(p *progress) {
			p.Stage("go list")
			time.Sleep(patience / 2)
		}, ""},
		{"longer", func(p *progress) {
			p.Stage("go list")
			time.Sleep(patience / 2)
			p.Stage("types")
			time.Sleep(patience)
			p.Stage("analysis")
		}, eraseLine + "zmqlint: types …" + eraseLine + "zmqlint: analysis …" + eraseLine},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var out bytes.Buffer
				p := newProgress(&out)
				test.run(p)
				synctest.Wait()
				p.Done()
				p.Stage("too late")
				p.Done()
				time.Sleep(2 * patience)
				if got := out.String(); got != test.want {
					t.Errorf("got %q, want %q", got, test.want)
				}
			})
		})
	}
}

// TestProgressWithoutTerminal: there may be no terminal to show anything on.
func TestProgressWithoutTerminal(t *testing.T) {
	p := newProgress(nil)
	p.Stage("go list")
	p.Done()
	p.Done()
}
