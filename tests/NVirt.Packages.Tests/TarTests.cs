namespace NVirt.Packages.Tests;

/// <summary>The tar for machines without packages of Debian, unpacked anywhere.</summary>
public sealed class TarTests
{
    [Fact]
    public void What_is_unpacked_anywhere_runs_and_is_compiled_against()
    {
        string tar = Packages.File1(Packages.Native, "*.tar.gz");
        Needs.Program("pkg-config", "pkgconf");
        using TempFolder folder = new();
        Shell.Do("tar", "-C", folder.Root, "-xzf", tar);
        string root = Assert.Single(Directory.GetDirectories(folder.Root));
        Assert.Equal($"nvirt-{Packages.Version}-linux-x64", Path.GetFileName(root));
        Assert.StartsWith(Packages.Version, Shell.Do(Path.Combine(root, "bin/nvirt"), "--version"), StringComparison.Ordinal);

        string program = Path.Combine(folder.Root, "can_run");
        string[] flags = Shell.Do([$"PKG_CONFIG_PATH={root}/lib/pkgconfig"], "pkg-config", "--cflags", "--libs", "nvirt")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Shell.Do("gcc", ["docs/examples/can-run/can_run.c", "-o", program, $"-Wl,-rpath,{root}/lib", .. flags]);
        Assert.Equal(
            "docs/examples/new-host.xml: yes\n", Shell.Do(program, "docs/examples/video.xml", "docs/examples/new-host.xml"));
    }

    [Fact]
    public void It_has_what_the_document_lists()
    {
        string tar = Packages.File1(Packages.Native, "*.tar.gz");
        string[] entries = [.. Shell.Do("tar", "-tzf", tar).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(e => e[^1] != '/').Select(e => e[(e.IndexOf('/', StringComparison.Ordinal) + 1)..])
            .Where(e => !e.StartsWith("share/man/", StringComparison.Ordinal))];
        string version = Packages.Version;
        Assert.Equal(
            ["bin/nvirt", "include/nvirt.h", "lib/libnvirt.so", "lib/libnvirt.so.0", $"lib/libnvirt.so.{version}",
                "lib/nvirt/libe_sqlite3.so", "lib/nvirt/nvirt-fleetd", "lib/pkgconfig/nvirt.pc", "sbin/nvirt-fleetd", "sbin/nvirtd",
                "share/bash-completion/completions/nvirt", "share/doc/nvirt/CHANGES", "share/doc/nvirt/LICENSE",
                "share/doc/nvirt/copyright", "share/fish/vendor_completions.d/nvirt.fish", "share/zsh/site-functions/_nvirt"],
            entries);
    }
}
