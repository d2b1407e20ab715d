package version

// outdated-module, and the forks that deprecated-binding speaks of.

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/zmqlint/zmqlint/internal/advisory"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/rule"
)

// outdated judges the version of zmq4.
func (c *checker) outdated() {
	path, version := c.module.effective()
	switch {
	case version == "" || slices.Contains(c.cfg.Forks, config.ImportPath(path)):
		return
	case path == c.table.ZMQ4.Path:
		c.old(path, version)
	case c.module.By != "":
		c.fork(path, version)
	}
}

func (c *checker) old(path, version string) {
	least, asked := string(c.cfg.MinVersions.ZMQ4), ", which the configuration asks for"
	if least == "" {
		least, asked = c.table.ZMQ4.Latest().Version, ", the newest release"
	}
	hits := c.table.JudgeModule(version)
	if semver.Compare(version, least) >= 0 && len(hits) == 0 {
		return
	}
	message := fmt.Sprintf("%s %s is older than %s%s", path, version, least, asked)
	for i, r := range c.table.ZMQ4.Since(version) {
		message += [2]string{": ", "; "}[min(i, 1)] + "since " + r.Version + " " + r.Fixes
	}
	if len(hits) > 0 {
		message += "; it is affected by " + strings.Join(names(hits), ", ")
	}
	shared := &finding.Shared{Key: c.module.key(), Place: c.module.place()}
	// The configuration can ask for more than there is.
	newest := c.table.ZMQ4.Latest()
	if shared.Place != nil && semver.Compare(newest.Version, least) >= 0 && newest.Version != version {
		shared.Place.Fix, shared.Place.Sums = c.module.upgrade(newest.Version), c.table.ZMQ4.Sums(newest)
	}
	c.add(finding.Finding{Rule: "outdated-module", Severity: rule.Warning, Message: message, Shared: shared})
}

func names(hits []advisory.Hit) (list []string) {
	for _, h := range hits {
		list = append(list, h.ID)
	}
	return list
}

// fork judges a module of another name that takes zmq4's place: by its number,
// which forks go on with, or by its date where it has none.
func (c *checker) fork(path, version string) {
	latest := c.table.ZMQ4.Latest()
	behind := semver.Compare(version, latest.Version) < 0
	when := ""
	if module.IsPseudoVersion(version) {
		t, err := module.PseudoVersionTime(version)
		released, err2 := time.Parse(time.DateOnly, latest.Date)
		if err != nil || err2 != nil {
			return
		}
		behind = t.Before(released)
		when = ", of " + latest.Date
	}
	if !behind {
		return
	}
	c.add(finding.Finding{
		Rule: "deprecated-binding", Severity: rule.Warning, Shared: &finding.Shared{Key: c.module.key(), Place: c.module.place()},
		Message: fmt.Sprintf("%s is replaced by the fork %s %s, which is behind %s%s: fixes made since then are missing",
			c.module.Path, path, version, latest.Version, when),
	})
}
