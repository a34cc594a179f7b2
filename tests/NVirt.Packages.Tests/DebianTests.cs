namespace NVirt.Packages.Tests;

/// <summary>The packages for Debian but that of the daemon, installed into a scratch root, used and removed.</summary>
public sealed class DebianTests
{
    private static readonly string[] Names = ["libnvirt-dev", "libnvirt0", "nvirt", "python3-nvirt"];

    [Fact]
    public void They_install_work_and_leave_nothing_when_they_are_removed()
    {
        string[] packages = Files();
        Needs.Program("pkg-config", "pkgconf");
        Needs.Program("man", "man-db");
        using ScratchRoot root = new();
        string[] before = root.Entries;
        var (code, output, error) = root.Dpkg(["--install", .. packages]);
        Assert.True(code == 0, output + error);
        Assert.DoesNotContain("warning", error, StringComparison.Ordinal);
        Assert.Equal((0, string.Empty, string.Empty), root.Dpkg("--audit"));
        Assert.Equal((0, string.Empty, string.Empty), root.Dpkg("--verify"));

        CheckTool(root);
        string libraries = Path.GetDirectoryName(Assert.Single(root.Entries, e => e.EndsWith("/libnvirt.so.0", StringComparison.Ordinal)))!;
        CheckLibrary(root, libraries);
        CheckPython(root, libraries);
        CheckManual(root);

        (code, output, error) = root.Dpkg(["--purge", .. Names]);
        Assert.True(code == 0, output + error);
        Assert.Equal(before, root.Entries);
        Assert.DoesNotContain("nvirt", File.ReadAllText(root["var/lib/dpkg/status"]), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.GetFiles(root["var/lib/dpkg/info"]), f => Path.GetFileName(f).Contains("nvirt", StringComparison.Ordinal));
    }

    [Fact]
    public void One_whose_dependency_is_missing_is_not_configured()
    {
        string[] packages = Files();
        using ScratchRoot root = new();
        var (code, _, error) = root.Dpkg("--install", packages[0]);
        Assert.Equal(1, code);
        Assert.Contains($" depends on libnvirt0 (= {Packages.Version}-1)", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Lintian_finds_no_error_and_only_the_warnings_that_are_known()
    {
        string folder = Packages.Native;
        Needs.Program("lintian", "lintian");
        string output = Shell.Do("lintian", ["--fail-on", "error", .. Directory.GetFiles(folder, "*.deb")]);
        string[] warnings = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split(": ", 3)).Select(p => $"{p[0]}: {p[^1].Split(' ')[0]}").Distinct().Order(StringComparer.Ordinal)];

        // Each version of lintian has warnings of its own.
        if (File.Exists("/etc/debian_version") && File.ReadAllText("/etc/debian_version").StartsWith("12.", StringComparison.Ordinal))
        {
            Assert.Equal(["W: hardening-no-pie", "W: initial-upload-closes-no-bugs"], warnings);
        }
    }

    private static string[] Files()
    {
        string folder = Packages.Native;
        Needs.Program("dpkg", "dpkg");
        Needs.Hardware(Environment.IsPrivilegedProcess, "only root can install packages, wherever they go");
        string[] packages = [.. Directory.GetFiles(folder, "*.deb").Order(StringComparer.Ordinal)
            .Where(f => !IsOfUsers(Path.GetFileName(f)))];
        Assert.Equal(Names, packages.Select(p => Path.GetFileName(p).Split('_')[0]));
        return packages;
    }

    // Those that make users need a machine: FleetPackageTests and DaemonPackageTests have one.
    private static bool IsOfUsers(string package) =>
        Array.Exists(["nvirtd_", "nvirt-fleet_", "nvirt-agent_"], n => package.StartsWith(n, StringComparison.Ordinal));

    private static void CheckTool(ScratchRoot root)
    {
        string tool = root["usr/bin/nvirt"];
        Assert.StartsWith(Packages.Version, Shell.Do(tool, "--version"), StringComparison.Ordinal);
        Assert.NotEmpty(Shell.Do(tool, "host"));
        string completed = Shell.Do(
            "bash", "-c", """
                . "$1"
                COMP_WORDS=("$2" cpu comp) COMP_CWORD=2 COMP_LINE="$2 cpu comp"
                COMP_POINT=${#COMP_LINE}
                _nvirt
                echo "${COMPREPLY[@]}"
                """,
            "-", root["usr/share/bash-completion/completions/nvirt"], tool);
        Assert.Equal("compare\n", completed);
        Assert.True(File.Exists(root["usr/share/zsh/vendor-completions/_nvirt"]));
        Assert.True(File.Exists(root["usr/share/fish/vendor_completions.d/nvirt.fish"]));
    }

    private static void CheckLibrary(ScratchRoot root, string libraries)
    {
        string[] variables =
            [$"PKG_CONFIG_SYSROOT_DIR={root.Root}", $"PKG_CONFIG_LIBDIR={root[$"{libraries}/pkgconfig"]}",
                "PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1", "PKG_CONFIG_ALLOW_SYSTEM_LIBS=1"];
        Assert.Equal($"{Packages.Version}\n", Shell.Do(variables, "pkg-config", "--modversion", "nvirt"));
        string[] flags = Shell.Do(variables, "pkg-config", "--cflags", "--libs", "nvirt")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([$"-I{root["usr/include"]}", $"-L{root[libraries]}", "-lnvirt"], flags);

        using TempFolder folder = new();
        string program = Path.Combine(folder.Root, "can_run");
        Shell.Do("gcc", ["-Wall", "-Wextra", "-Werror", root["usr/share/doc/libnvirt-dev/examples/can_run.c"], "-o", program, .. flags]);
        string answer = Shell.Do(
            [$"LD_LIBRARY_PATH={root[libraries]}"], program,
            "docs/examples/video.xml", "docs/examples/new-host.xml", "docs/examples/old-host.xml");
        Assert.Equal("docs/examples/new-host.xml: yes\ndocs/examples/old-host.xml: no\n", answer);
    }

    private static void CheckPython(ScratchRoot root, string libraries)
    {
        const string Code = """
            import importlib.metadata, nvirt
            print(nvirt.__file__, nvirt.__version__, importlib.metadata.version("nvirt"))
            print(nvirt.compare(open("docs/examples/new-host.xml").read(), open("docs/examples/video.xml").read()).name)
            """;
        string packages = root["usr/lib/python3/dist-packages"];
        string answer = Shell.Do(
            [$"LD_LIBRARY_PATH={root[libraries]}", $"PYTHONPATH={packages}", "NVIRT_LIBRARY"], "/usr/bin/python3", "-B", "-c", Code);
        Assert.Equal($"{packages}/nvirt/__init__.py {Packages.Version} {Packages.Version}\nSUPERSET\n", answer);
    }

    private static void CheckManual(ScratchRoot root)
    {
        string pages = root["usr/share/man"];
        Assert.Contains("nvirt cpu compare <FILE> [OPTIONS]", Shell.Do("man", "-M", pages, "nvirt-cpu-compare"), StringComparison.Ordinal);
        Assert.Contains("#include <nvirt.h>", Shell.Do("man", "-M", pages, "nvirt_cpu_compare"), StringComparison.Ordinal);
    }
}
