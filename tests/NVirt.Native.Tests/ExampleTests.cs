namespace NVirt.Native.Tests;

/// <summary>The examples of docs/c-api.md and docs/python.md, and the Python package's own tests.</summary>
public sealed class ExampleTests
{
    private const string Python = "/usr/bin/python3";

    private static readonly string Folder = Path.Combine(NativeLibrary.Examples, "can-run");

    private static readonly string[] Hosts = ["amd-host.xml", "laptop-host.xml", "new-host.xml", "old-host.xml"];

    [Fact]
    public void The_example_in_c_says_which_hosts_can_run_a_guest()
    {
        _ = NativeLibrary.Folder;
        using TempFolder folder = new();
        string program = NativeLibrary.Compile(Path.Combine(Folder, "can_run.c"), folder.Root, "-Wall", "-Wextra", "-Werror");
        Check(NativeLibrary.Run(program, [Example("video.xml"), .. Hosts.Select(Example)]), Example);
    }

    [Fact]
    public void The_example_in_go_says_the_same()
    {
        string library = NativeLibrary.Folder;
        Needs.Option(File.Exists("/usr/bin/go"), "Go is not installed (Debian package golang-go)");
        using TempFolder folder = new();
        string program = Path.Combine(folder.Root, "can_run");
        string flags = $"CGO_CFLAGS=-I{library}/include";
        (int code, string output) = NativeLibrary.Run(
            "/usr/bin/env", flags, $"CGO_LDFLAGS=-L{library}", $"GOCACHE={folder.Root}/cache", "GO111MODULE=off", "/usr/bin/go", "build",
            "-o", program, Path.Combine(Folder, "can_run.go"));
        Assert.True(code == 0, output);
        Check(NativeLibrary.Run(program, [Example("video.xml"), .. Hosts.Select(Example)]), Example);
    }

    [Fact]
    public void The_example_in_python_says_the_same()
    {
        _ = NativeLibrary.Folder;
        NeedPython();
        using TempFolder folder = new();
        foreach (string host in Hosts)
        {
            File.Copy(Example(host), Path.Combine(folder.Root, host));
        }

        Check(NativeLibrary.Run(Python, Path.Combine(Folder, "can_run.py"), Example("video.xml"), folder.Root), h => h);
    }

    [Fact]
    public void The_python_packages_own_tests_pass()
    {
        _ = NativeLibrary.Folder;
        NeedPython();
        (int code, string output) = NativeLibrary.Run(
            Python, "-m", "unittest", "discover", "-s", Path.Combine(Places.Root, "bindings", "python", "tests"));
        Assert.True(code == 0, output);
    }

    [Fact]
    public void The_wheel_is_the_same_each_time_and_works_where_it_is_unpacked()
    {
        string library = Path.Combine(NativeLibrary.Folder, "libnvirt.so.0");
        NeedPython();
        using TempFolder folder = new();
        string script = Path.Combine(Places.Root, "bindings", "python", "build_wheel.py");
        byte[][] wheels = [.. new[] { "one", "two" }.Select(f =>
        {
            (int code, string output) = NativeLibrary.Run(Python, script, library, Path.Combine(folder.Root, f));
            Assert.True(code == 0, output);
            return File.ReadAllBytes(Assert.Single(Directory.GetFiles(Path.Combine(folder.Root, f))));
        })];
        Assert.Equal(wheels[0], wheels[1]);
        string unpacked = Path.Combine(folder.Root, "site");
        string wheel = Directory.GetFiles(Path.Combine(folder.Root, "one")).Single();
        (int zip, string listing) = NativeLibrary.Run(Python, "-m", "zipfile", "-e", wheel, unpacked);
        Assert.True(zip == 0, listing);
        (int ran, string version) = NativeLibrary.Run(
            "/usr/bin/env", "-u", "NVIRT_LIBRARY", "-u", "LD_LIBRARY_PATH", $"PYTHONPATH={unpacked}", Python, "-c",
            "import nvirt; print(nvirt.__version__, nvirt.__file__)");
        Assert.Equal(0, ran);
        Assert.StartsWith($"0.2.0 {unpacked}", version, StringComparison.Ordinal);
    }

    private static void NeedPython() => Needs.Package(File.Exists(Python), "python3 is not installed (Debian package python3)");

    private static string Example(string name) => Path.Combine(NativeLibrary.Examples, name);

    private static void Check((int Code, string Output) result, Func<string, string> nameOf)
    {
        Assert.True(result.Code == 0, result.Output);
        string[] expected = [.. Hosts.Select(h => $"{nameOf(h)}: {(h == "new-host.xml" ? "yes" : "no")}")];
        Assert.Equal(expected, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
