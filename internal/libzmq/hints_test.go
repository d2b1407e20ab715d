package libzmq

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zmqlint/zmqlint/internal/advisory"
)

// told is one hint in a line: what it says, what is known.
func told(h Hint) string {
	s := fmt.Sprintf("%d: %s: %s", h.Line, h.Says, h.Version)
	if h.Package != nil {
		s += " as " + h.Package.String()
	}
	return s
}

func TestReadDockerfile(t *testing.T) {
	for text, want := range map[string][]string{
		"FROM ubuntu:20.04\nRUN apt-get update && \\\n    # tools\n    apt-get install -y \\\n      gcc \\\n      libzmq3-dev \\\n      make": {"6: installs libzmq3-dev on ubuntu:20.04, which is 4.3.2-2ubuntu1: 4.3.2 as libzmq3-dev 4.3.2-2ubuntu1 of ubuntu 20.04"},
		"FROM golang:1.13-stretch AS build\nRUN apt-get install libzmq3-dev=4.2.1-4":                                                          {"2: installs libzmq3-dev 4.2.1-4 on debian:9: 4.2.1 as libzmq3-dev 4.2.1-4 of debian 9"},
		"from golang:1.21-bullseye as build\nFROM build\nRUN apt install -y libzmq5":                                                          {"3: installs libzmq5 on debian:11, which is 4.3.4-1+deb11u1: 4.3.4 as libzmq5 4.3.4-1+deb11u1 of debian 11"},
		"FROM --platform=linux/amd64 docker.io/library/debian:buster-slim\nRUN apt-get install libzmq3-dev":                                   {"2: installs libzmq3-dev on debian:10, which is 4.3.1-4+deb10u2: 4.3.1 as libzmq3-dev 4.3.1-4+deb10u2 of debian 10"},
		"FROM golang:1.21-alpine3.12\nRUN apk add --no-cache zeromq-dev":                                                                      {"2: installs zeromq-dev on alpine:3.12: "},
		"FROM alpine:3.12\nRUN apk add zeromq-dev=4.3.2-r2 gcc":                                                                               {"2: installs zeromq-dev 4.3.2-r2 on alpine:3.12: 4.3.2 as zeromq-dev 4.3.2-r2 of alpine 3.12"},
		"FROM centos:7\nRUN yum install -y epel-release; yum -y install zeromq-devel-4.1.4":                                                   {"2: installs zeromq-devel 4.1.4 on centos:7: 4.1.4 as zeromq-devel 4.1.4 of centos 7"},
		"FROM golang:1.21\nRUN apt-get install -y libzmq3-dev":                                                                                {"2: installs libzmq3-dev: "},
		"FROM me/ubuntu:20.04\nRUN apt-get install -y libzmq3-dev=4.1.4-7":                                                                    {"2: installs libzmq3-dev 4.1.4-7: 4.1.4 as libzmq3-dev 4.1.4-7 of an unknown distribution"},
		"ARG ZEROMQ_VER=4.3.2\nFROM x\nRUN wget https://github.com/zeromq/libzmq/releases/download/v$ZEROMQ_VER/zeromq-${ZEROMQ_VER}.tar.gz && \\\n tar xf zeromq-$ZEROMQ_VER.tar.gz": {
			"3: builds libzmq 4.3.2 from source: 4.3.2", "4: builds libzmq 4.3.2 from source: 4.3.2"},
		"FROM x\nRUN git clone -b v4.3.1 --depth 1 https://github.com/zeromq/libzmq.git": {"2: builds libzmq 4.3.1 from source: 4.3.1"},
		"FROM x\nRUN git clone https://github.com/zeromq/libzmq && cd libzmq":            {"2: builds libzmq from its repository: "},
		"FROM x\nRUN curl -LO https://github.com/zeromq/libzmq/archive/refs/tags/v4.2.0-rc1.tar.gz": {
			"2: builds libzmq 4.2.0-rc1 from source: 4.2.0-rc1"},
		"FROM x\nRUN wget https://example.com/zeromq-$VERSION.tar.gz":        nil,
		"FROM debian:12\n# RUN apt-get install libzmq3-dev\nRUN echo zeromq": nil,
		"FROM debian:12\nRUN apt-get install python3-zmq pyzmq":              nil,
		"FROM": nil, "": nil, "RUN \\": nil,
	} {
		var got []string
		for _, h := range readDockerfile(text, advisory.Embedded()) {
			got = append(got, told(h))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s\n(-want +got):\n%s", text, diff)
		}
	}
}

func TestReadManifests(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"vcpkg.json", "{\n\"dependencies\": [\"fmt\", {\"name\": \"zeromq\", \"version>=\": \"4.3.1\"}]}", []string{"2: takes zeromq from vcpkg's baseline: "}},
		{"vcpkg.json", "{\n\"dependencies\": [\"zeromq\"],\n\"overrides\": [\n{\"name\": \"zeromq\", \"version\": \"4.3.1#2\"}]}", []string{"4: pins zeromq to 4.3.1: 4.3.1"}},
		{"vcpkg.json", "{\"overrides\": 3}", nil},
		{"vcpkg.json", "zeromq", nil},
		{"conanfile.txt", "[requires]\n# zeromq/4.1.0\nzeromq/4.2.5@bincrafters/stable\n", []string{"3: requires zeromq 4.2.5 from Conan: 4.2.5"}},
		{"conanfile.py", "class C:\n    requires = (\"zeromq/4.3.4\",)\n", []string{"2: requires zeromq 4.3.4 from Conan: 4.3.4"}},
		{"conanfile.txt", "[requires]\nzeromq/[>4.2]\ncppzmq/4.10.0", nil},
		{".github/workflows/ci.yml", "jobs:\n  test:\n    runs-on: ubuntu-20.04\n    steps:\n      - run: sudo apt-get install -y libzmq3-dev\n", []string{"5: installs libzmq3-dev on ubuntu:20.04, which is 4.3.2-2ubuntu1: 4.3.2 as libzmq3-dev 4.3.2-2ubuntu1 of ubuntu 20.04"}},
		{".github/workflows/ci.yml", "  runs-on: ubuntu-latest\n  run: sudo apt-get install -y libzmq3-dev\n", []string{"2: installs libzmq3-dev: "}},
		{".github/workflows/ci.yml", "  runs-on: ubuntu-20.04\n  b:\n    runs-on: ${{ matrix.os }}\n    run: sudo apt-get install -y libzmq3-dev\n", []string{"4: installs libzmq3-dev: "}},
		{".github/workflows/ci.yml", "  runs-on: ubuntu-20.04\n  b:\n    runs-on: ubuntu-18.04\n    run: sudo apt-get install -y libzmq3-dev\n", []string{"4: installs libzmq3-dev: "}},
		{".travis.yml", "dist: bionic\nbefore_install:\n  - sudo apt-get install libzmq3-dev\n", []string{"3: installs libzmq3-dev on ubuntu:18.04, which is 4.2.5-1ubuntu0.2: 4.2.5 as libzmq3-dev 4.2.5-1ubuntu0.2 of ubuntu 18.04"}},
		{".gitlab-ci.yml", "image: golang:1.19-alpine3.16\nscript:\n  - apk add zeromq-dev\n  - brew install zeromq\n", []string{"3: installs zeromq-dev on alpine:3.16: ", "4: installs zeromq on alpine:3.16: "}},
	} {
		var got []string
		for _, h := range readerOf(test.name)(test.text, advisory.Embedded()) {
			got = append(got, told(h))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s:\n%s\n(-want +got):\n%s", test.name, test.text, diff)
		}
	}
}

func TestHintsWalk(t *testing.T) {
	docker := "FROM debian:12\nRUN apt-get install libzmq3-dev\n"
	var archive strings.Builder
	for _, name := range []string{"Dockerfile", "build/app.Dockerfile", "build/dockerfile", "docker/Dockerfile.arm", ".github/workflows/x.yaml", ".github/other.yml",
		"vendor/x/Dockerfile", "sub/testdata/Dockerfile", ".git/Dockerfile", "nested/Dockerfile", "a/b/c/d/e/f/g/Dockerfile", "Dockerfile.go.txt/x"} {
		fmt.Fprintf(&archive, "-- %s --\n%s", name, docker)
	}
	archive.WriteString("-- nested/go.mod --\nmodule x\n")
	root := tree(t, archive.String())
	var got []string
	for _, h := range Hints(root, advisory.Embedded()) {
		rel, _ := filepath.Rel(root, h.File)
		got = append(got, filepath.ToSlash(rel))
	}
	want := []string{".github/workflows/x.yaml", "Dockerfile", "build/app.Dockerfile", "build/dockerfile", "docker/Dockerfile.arm"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Hints(filepath.Join(root, "missing"), advisory.Embedded()); got != nil {
		t.Errorf("hints in a directory that is not there: %v", got)
	}
}

func FuzzReaders(f *testing.F) {
	f.Add("FROM a\nRUN apt-get install libzmq3-dev=1 \\\n && x\nENV A $A B=${C:-d}")
	f.Add("{\"overrides\": [{\"name\": \"zeromq\"}]}")
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{"Dockerfile", "vcpkg.json", "conanfile.py", ".travis.yml"} {
			readerOf(name)(text, advisory.Embedded())
		}
	})
}
