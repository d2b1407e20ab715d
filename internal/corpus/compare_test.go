package corpus

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompare(t *testing.T) {
	const curve, opts = "no-curve", "missing-options"
	label := func(line int, rule string, v Verdict) Label {
		return Label{File: "a.go", Line: line, Rule: rule, Verdict: v}
	}
	found := func(line int, rule string) Finding { return Finding{File: "a.go", Line: line, Rule: rule} }
	tests := []struct {
		name     string
		labels   []Label
		findings []Finding
		want     []string // kind, line of the finding or else of the label
	}{
		{"same line", []Label{label(10, curve, Yes)}, []Finding{found(10, curve)}, []string{"hit 10"}},
		{"may is expected too", []Label{label(10, curve, May)}, nil, []string{"miss 10"}},
		{"two lines away", []Label{label(10, curve, Yes)}, []Finding{found(12, curve)}, []string{"hit 12"}},
		{"three lines away", []Label{label(10, curve, Yes)}, []Finding{found(13, curve)}, []string{"miss 10", "false 13"}},
		{"other rule", []Label{label(10, curve, Yes)}, []Finding{found(10, opts)}, []string{"false 10", "miss 10"}},
		{"silent where it must be", []Label{label(10, curve, No)}, nil, nil},
		{"reported where it must not be", []Label{label(10, curve, No)}, []Finding{found(11, curve)}, []string{"false 11"}},
		{"unsure, silent", []Label{label(10, curve, Unsure)}, nil, nil},
		{"unsure takes any number", []Label{label(10, curve, Unsure)}, []Finding{found(9, curve), found(11, curve)}, []string{"neutral 9", "neutral 11"}},
		{"one defect reported twice", []Label{label(10, curve, Yes)}, []Finding{found(10, curve), found(11, curve)}, []string{"hit 10", "false 11"}},
		{
			"neighbours keep their own",
			[]Label{label(46, curve, Yes), label(47, curve, Yes)},
			[]Finding{found(46, curve), found(47, curve)},
			[]string{"hit 46", "hit 47"},
		},
		{
			"nearest goes first",
			[]Label{label(10, curve, No), label(12, curve, Yes)},
			[]Finding{found(12, curve)},
			[]string{"hit 12"},
		},
		{
			"equally near, the expected one",
			[]Label{label(10, curve, No), label(12, curve, Yes)},
			[]Finding{found(11, curve)},
			[]string{"hit 11"},
		},
		{
			"file without labels",
			[]Label{label(10, curve, No)},
			[]Finding{{File: "b.go", Line: 1, Rule: curve}},
			[]string{"neutral 1"},
		},
		{
			"labelled file, rule that nobody looked for",
			[]Label{label(10, curve, No)},
			[]Finding{found(10, "privileged-option")},
			nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, o := range Compare(tt.labels, tt.findings, []string{curve, opts}) {
				_, line, _ := o.place()
				got = append(got, fmt.Sprint(o.Kind, " ", line))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestScore(t *testing.T) {
	labels := []Label{
		{File: "a.go", Line: 10, Rule: "missing-options", Verdict: Yes, Detail: "SNDHWM,LINGER"},
		{File: "a.go", Line: 20, Rule: "missing-options", Verdict: Yes, Detail: "LINGER", Why: "loopback"},
		{File: "a.go", Line: 30, Rule: "missing-options", Verdict: Yes, Detail: "LINGER"},
		{File: "a.go", Line: 10, Rule: "no-curve", Verdict: May},
		{File: "a.go", Line: 20, Rule: "no-curve", Verdict: No, Detail: "tcp://localhost", Why: "loopback"},
	}
	findings := []Finding{
		{File: "a.go", Line: 10, Rule: "missing-options", Missing: []string{"LINGER", "SNDHWM"}},
		{File: "a.go", Line: 20, Rule: "missing-options", Missing: []string{"LINGER", "SNDHWM"}},
		{File: "a.go", Line: 10, Rule: "no-curve", Verdict: "may"},
		{File: "a.go", Line: 20, Rule: "no-curve", Message: "bound without CURVE"},
	}
	rules := []string{"missing-options", "no-curve"}
	outcomes := Compare(labels, findings, rules)
	s := NewScore(rules)
	s.Add(outcomes)

	want := Tally{Hits: 3, Misses: 1, False: 1, Sets: 2, Exact: 1, Paths: 3, SamePaths: 3}
	if diff := cmp.Diff(want, s.All); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
	if got := s.Rules["missing-options"]; got.Precision() != 1 || got.Recall() != 2.0/3 {
		t.Errorf("missing-options: precision %v, recall %v, want 1 and 2/3", got.Precision(), got.Recall())
	}
	if got := s.Analyzers["curve"]; got.Precision() != 0.5 || got.Recall() != 1 {
		t.Errorf("curve: precision %v, recall %v, want 0.5 and 1", got.Precision(), got.Recall())
	}

	var text bytes.Buffer
	WriteOutcomes(&text, "o+n", outcomes, false)
	wantText := []string{
		"o+n a.go:20 missing-options: other set, expected LINGER, reported LINGER,SNDHWM (loopback)",
		"o+n a.go:20 no-curve: false, label no (loopback; tcp://localhost): bound without CURVE",
		"o+n a.go:30 missing-options: missed, expected yes",
	}
	if diff := cmp.Diff(wantText, strings.Split(strings.TrimSpace(text.String()), "\n")); diff != "" {
		t.Errorf("disagreements (-want +got):\n%s", diff)
	}
	text.Reset()
	if err := s.Write(&text); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(strings.Split(text.String(), "\n"), func(l string) bool {
		return slices.Equal(strings.Fields(l), []string{"all", "4", "4", "3", "1", "1", "0.750", "0.750"})
	}) {
		t.Errorf("table has no right line for all:\n%s", text.String())
	}
}
