using System.Diagnostics;

namespace NVirt.Native.Tests;

/// <summary>The library as C programs get it, built once for all tests; programs that are compiled against it.</summary>
internal sealed class NativeLibrary
{
    private static readonly Lazy<string> Built = new(Build);

    /// <summary>The folder with the library and the header; the test is skipped where it cannot be built.</summary>
    public static string Folder
    {
        get
        {
            Needs.X86();
            Needs.Linux("the library is for Linux");
            Needs.Program("gcc", "gcc");
            Needs.Package(File.Exists("/usr/include/stdlib.h"), "there are no headers of C (Debian package libc6-dev)");
            return Built.Value;
        }
    }

    /// <summary>The sources of this project's programs in C.</summary>
    public static string Sources { get; } = Path.Combine(Places.Root, "tests", "NVirt.Native.Tests", "C");

    /// <summary>The example documents.</summary>
    public static string Examples { get; } = Path.Combine(Places.Root, "docs", "examples");

    /// <summary>Compiles a program against the library.</summary>
    /// <param name="source">The path of its source.</param>
    /// <param name="folder">Where it goes.</param>
    /// <param name="options">More options of the compiler.</param>
    /// <returns>Its path.</returns>
    public static string Compile(string source, string folder, params string[] options)
    {
        string program = Path.Combine(folder, Path.GetFileNameWithoutExtension(source));
        (int code, string output) = Run(
            "gcc", [.. options, "-g", "-I", Path.Combine(Folder, "include"), "-I", Sources, source, "-o", program, "-L", Folder, "-lnvirt",
                "-lpthread"]);
        Assert.True(code == 0, output);
        return program;
    }

    /// <summary>Runs a program that finds the library.</summary>
    /// <returns>Its exit code, and what it wrote.</returns>
    public static (int Code, string Output) Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (Built.IsValueCreated)
        {
            start.Environment["LD_LIBRARY_PATH"] = Built.Value;
            start.Environment["NVIRT_LIBRARY"] = Path.Combine(Built.Value, "libnvirt.so.0");
        }

        start.Environment["LSAN_OPTIONS"] = $"print_suppressions=0:suppressions={Path.Combine(Sources, "leaks.txt")}";
        start.Environment["PYTHONPATH"] = Path.Combine(Places.Root, "bindings", "python");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["LC_ALL"] = "C.UTF-8";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    private static string Build()
    {
        (int code, string output) = Run(Path.Combine(Places.Root, "build", "native"), "NVirt.Native");
        return code == 0 ? Path.Combine(Places.Root, "artifacts", "native", "NVirt.Native")
            : throw new InvalidOperationException(output);
    }
}
