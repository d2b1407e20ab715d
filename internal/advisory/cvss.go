package advisory

import (
	"math"
	"strings"
)

// Score is the base score of the advisory's CVSS vector, the newest version
// that there is of 3.1, 3.0 and 2.0; 0 when there is none.
func (a *Advisory) Score() float64 {
	best := 0.0
	for _, s := range a.Severity {
		switch s.Type {
		case "CVSS_V3":
			return score3(s.Score)
		case "CVSS_V2":
			best = score2(s.Score)
		}
	}
	return best
}

// metrics splits "AV:N/AC:L/…" into its values.
func metrics(vector string) map[string]string {
	m := map[string]string{}
	for part := range strings.SplitSeq(vector, "/") {
		name, value, _ := strings.Cut(part, ":")
		m[name] = value
	}
	return m
}

// weights look a value up, and are not a number for one that there is not.
func weights(value, names string, numbers ...float64) float64 {
	if len(value) == 1 {
		if i := strings.Index(names, value); i >= 0 {
			return numbers[i]
		}
	}
	return math.NaN()
}

// score3 is the base score of CVSS 3 (first.org/cvss/v3.1/specification-document, 7.1).
func score3(vector string) float64 {
	m := metrics(vector)
	changed := m["S"] == "C"
	privileges := weights(m["PR"], "NLH", 0.85, 0.62, 0.27)
	if changed {
		privileges = weights(m["PR"], "NLH", 0.85, 0.68, 0.5)
	}
	harm := func(name string) float64 { return 1 - weights(m[name], "HLN", 0.56, 0.22, 0) }
	iss := 1 - harm("C")*harm("I")*harm("A")
	impact := 6.42 * iss
	if changed {
		impact = 7.52*(iss-0.029) - 3.25*math.Pow(iss-0.02, 15)
	}
	exploitability := 8.22 * weights(m["AV"], "NALP", 0.85, 0.62, 0.55, 0.2) *
		weights(m["AC"], "LH", 0.77, 0.44) * privileges * weights(m["UI"], "NR", 0.85, 0.62)
	sum := impact + exploitability
	switch {
	case math.IsNaN(sum) || impact <= 0:
		return 0
	case changed:
		sum *= 1.08
	}
	return math.Ceil(math.Round(min(sum, 10)*1e5)/1e4) / 10
}

// score2 is the base score of CVSS 2 (first.org/cvss/v2/guide, 3.2.1).
func score2(vector string) float64 {
	m := metrics(vector)
	harm := func(name string) float64 { return 1 - weights(m[name], "NPC", 0, 0.275, 0.66) }
	impact := 10.41 * (1 - harm("C")*harm("I")*harm("A"))
	exploitability := 20 * weights(m["AV"], "LAN", 0.395, 0.646, 1) *
		weights(m["AC"], "HML", 0.35, 0.61, 0.71) * weights(m["Au"], "MSN", 0.45, 0.56, 0.704)
	sum := (0.6*impact + 0.4*exploitability - 1.5) * 1.176
	if math.IsNaN(sum) || impact == 0 {
		return 0
	}
	return math.Round(sum*10) / 10
}
