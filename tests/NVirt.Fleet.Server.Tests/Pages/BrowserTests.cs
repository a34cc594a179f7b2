using System.Diagnostics;

namespace NVirt.Fleet.Server.Tests.Pages;

/// <summary>The pages in a real browser: Browser/pages.mjs drives Debian's Chromium.</summary>
public sealed class BrowserTests(PageFleet fleet) : IClassFixture<PageFleet>, IDisposable
{
    // Packages are fetched into a folder that goes with the test, by the lock file; npm keeps them for the next time.
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pages_work_in_a_browser_by_keyboard_without_a_script_and_for_screen_readers()
    {
        Needs.Program("chromium", "chromium");
        Needs.Program("node", "nodejs");
        Needs.Program("npm", "npm");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Places.Root, "tests", "NVirt.Fleet.Server.Tests", "Browser")))
        {
            _folder.Write(Path.GetFileName(file), await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        }

        (int installed, string said) = await RunAsync(
            fleet, "npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund");
        Needs.Package(installed == 0, $"npm ci fails: {said}");
        (int code, string output) = await RunAsync(fleet, "node", "pages.mjs");
        Assert.True(code == 0, output);
        if (Environment.GetEnvironmentVariable("NVIRT_ACCEPT") == "1")
        {
            await using PageFleet friendly = new() { HasHostileNames = false };
            await friendly.InitializeAsync();
            (code, output) = await RunAsync(friendly, "node", "pictures.mjs", Path.Combine(Places.Root, "docs", "pictures"));
            Assert.True(code == 0, output);
        }
    }

    private async Task<(int Code, string Output)> RunAsync(PageFleet of, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = _folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["NVIRT_PAGES"] = of.Address;
        start.Environment["NVIRT_SECRET"] = of.Secret;
        using Process process = Process.Start(start)!;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output + await errors);
    }
}
