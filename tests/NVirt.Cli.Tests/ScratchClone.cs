using System.Diagnostics;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>A clone with a program of one file, built and started by the scripts of this one.</summary>
internal sealed class ScratchClone : IDisposable
{
    // A blank in a path is where scripts break.
    private const string Name = "a clone";

    private readonly TempFolder _folder = new();
    private readonly string _root;
    private string _path = Environment.GetEnvironmentVariable("PATH")!;

    public ScratchClone()
    {
        _root = Path.Combine(_folder.Root, Name);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Places.Root, "build")))
        {
            string copy = Path.Combine(_root, "build", Path.GetFileName(file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.Copy(Path.Combine(Places.Root, "global.json"), Path.Combine(_root, "global.json"));
        foreach (string file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            Write(file, "<Project />\n");
        }

        Write("data/names.txt", string.Empty);
        Write("schemas/names.txt", string.Empty);
        Write("src/Hello/Hello.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <AssemblyName>hello</AssemblyName>
                <InvariantGlobalization>true</InvariantGlobalization>
                <PublishAot Condition="'$(_IsPublishing)' == 'true'">true</PublishAot>
              </PropertyGroup>
            </Project>
            """);
        Source = """
            string kind = System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported ? "managed" : "native";
            System.Console.WriteLine($"one {kind} {string.Join('|', args)}");
            return args.Length;
            """;
        string launcher = File.ReadAllText(Path.Combine(Places.Root, "nvirt"));
        _folder.WriteScript($"{Name}/hello", launcher.Replace("name=nvirt", "name=hello", StringComparison.Ordinal)
            .Replace("project=NVirt.Cli", "project=Hello", StringComparison.Ordinal));
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "hello"), Path.Combine(_root, "hello"));
    }

    /// <summary>The program's source, written in place.</summary>
    public string Source
    {
        get => File.ReadAllText(SourceFile);
        set
        {
            using FileStream stream = new(SourceFile, FileMode.OpenOrCreate);
            stream.SetLength(0);
            stream.Write(System.Text.Encoding.UTF8.GetBytes(value));
        }
    }

    /// <summary>When it was written.</summary>
    public DateTime SourceTime
    {
        get => File.GetLastWriteTimeUtc(SourceFile);
        set => File.SetLastWriteTimeUtc(SourceFile, value);
    }

    private string SourceFile => Path.Combine(_root, "src/Hello/Program.cs");

    /// <summary>Puts a program before all others.</summary>
    public void AddProgram(string name, string text)
    {
        string program = _folder.WriteScript($"programs/{name}", text);
        _path = $"{Path.GetDirectoryName(program)}:{_path}";
    }

    /// <summary>Takes programs away: all others are links in one folder.</summary>
    public void HidePrograms(params string[] names)
    {
        string links = Path.Combine(_folder.Root, "links");
        Directory.CreateDirectory(links);
        foreach (string file in _path.Split(':').Where(Directory.Exists).SelectMany(Directory.EnumerateFiles))
        {
            string link = Path.Combine(links, Path.GetFileName(file));
            if (!names.Contains(Path.GetFileName(file)) && !File.Exists(link))
            {
                File.CreateSymbolicLink(link, file);
            }
        }

        _path = links;
    }

    /// <summary>Runs the program as a user does, through a link and from another folder.</summary>
    public (int Code, string Output, string Error) Run(params string[] arguments) =>
        Run(Path.Combine(_folder.Root, "hello"), arguments, variable: null);

    /// <summary>The same with a variable, <c>A=b</c>.</summary>
    public (int Code, string Output, string Error) RunWith(string variable, params string[] arguments) =>
        Run(Path.Combine(_folder.Root, "hello"), arguments, variable);

    /// <summary>Waits for the build in the background, if there is one.</summary>
    public void WaitForNative() =>
        Assert.Equal(0, Run("flock", [Path.Combine(_root, "artifacts/native/Hello.background"), "true"], variable: null).Code);

    public void Dispose() => _folder.Dispose();

    private void Write(string path, string text) => _folder.Write($"{Name}/{path}", text);

    private (int Code, string Output, string Error) Run(string program, string[] arguments, string? variable)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = _folder.Root,
        };
        start.Environment.Remove("NVIRT_NATIVE");
        start.Environment["PATH"] = _path;
        if (variable?.Split('=') is [var name, var value])
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
