using System.Diagnostics;

namespace NVirt.Packages.Tests;

/// <summary>A folder in which packages come from another folder alone, and are unpacked here rather than in the user's home.</summary>
internal sealed class Consumer : IDisposable
{
    private readonly TempFolder _folder = new();

    public Consumer(string packages)
    {
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="folder" value="{packages}" />
              </packageSources>
            </configuration>
            """);
    }

    public string Folder => _folder.Root;

    public void Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Runs dotnet here; it has to succeed.</summary>
    public void Dotnet(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Folder,
        };
        start.Environment["NUGET_PACKAGES"] = Path.Combine(Folder, "packages");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{output}{error.Result}");
    }

    public void Dispose() => _folder.Dispose();
}
