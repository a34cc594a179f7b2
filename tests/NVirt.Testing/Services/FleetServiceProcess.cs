using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace NVirt.Testing.Services;

/// <summary>The service of fleets as a process of its own, which can be killed.</summary>
internal sealed class FleetServiceProcess : IDisposable
{
    private readonly Process _process;

    private FleetServiceProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="db">Its store.</param>
    /// <param name="port">Where it listens.</param>
    public static async Task<FleetServiceProcess> StartAsync(string db, int port)
    {
        Uri address = new($"http://127.0.0.1:{port}");
        Process process = Process.Start(Info("--db", db, "--listen", address.ToString().TrimEnd('/')))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        FleetServiceProcess service = new(process, address);
        using HttpClient client = new() { BaseAddress = address };
        bool isReady = false;
        for (int i = 0; i < 1200 && !isReady && !process.HasExited; i++)
        {
            try
            {
                using HttpResponseMessage ready = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
                isReady = ready.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        Assert.True(isReady, "the service does not answer");
        return service;
    }

    /// <summary>The program with some arguments.</summary>
    public static ProcessStartInfo Info(params string[] arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "nvirt-fleetd.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    /// <summary>The secret of a new token, which the program itself makes in a store.</summary>
    public static async Task<string> TokenAsync(string db, params string[] words)
    {
        using Process process = Process.Start(Info(["token", "--db", db, .. words]))!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string secret = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return secret.Trim();
    }

    /// <summary>Ends it as a power failure would, without a word.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
