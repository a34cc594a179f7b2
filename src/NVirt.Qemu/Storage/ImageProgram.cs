using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using NVirt.Domains.Storage;
using NVirt.Qemu.Probing;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>
/// <c>qemu-img</c>. It gets only paths that begin with a slash, and descriptions of files that we hold open, so nothing that a client or
/// an image names is taken for an option, a protocol or another file; it runs for a limited time, and only the beginning of what it says
/// is kept.
/// </summary>
internal static class ImageProgram
{
    private const string Program = "qemu-img";
    private const int LongestSaid = 1000;
    private const ulong Sector = 512;
    private const string OldestCompat = "0.10";

    // Making and resizing write little more than tables. Copying takes as long as there is data.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan CopyPatience = TimeSpan.FromHours(24);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    /// <summary>Makes an image in a file that is there.</summary>
    public static Task CreateAsync(
        string file, VolumeDefinition volume, ulong capacity, bool isPreallocated, CancellationToken cancellation)
    {
        List<string> arguments = ["create", "-q", "-f", volume.Format.ProgramName, .. Options(volume, capacity, isPreallocated)];
        if (volume.Backing is { } backing)
        {
            // What is under it is not opened: it may name anything. All that is needed of it is said here.
            arguments.AddRange(["-u", "-b", backing.Path, "-F", ImageFormat.Find(backing.Format!)!.ProgramName]);
        }

        return RunAsync([.. arguments, file, string.Create(CultureInfo.InvariantCulture, $"{(capacity + 1023) / 1024}K")],
            Patience, cancellation);
    }

    /// <summary>Copies an image into a file that is there.</summary>
    /// <remarks>The source is described by <see cref="ImageChain.ForProgram"/>.</remarks>
    public static Task ConvertAsync(
        string source, string file, VolumeDefinition volume, ulong capacity, bool isPreallocated, CancellationToken cancellation) =>
        RunAsync(
        [
            "convert", "-q", "-O", volume.Format.ProgramName, .. Options(volume, capacity, isPreallocated),
            source, file,
        ],
        CopyPatience, cancellation);

    /// <summary>Changes the size of an image.</summary>
    public static Task ResizeAsync(string file, ImageFormat format, ulong capacity, bool isShrinking, CancellationToken cancellation) =>
        RunAsync(
            [
                "resize", "-q", "-f", format.ProgramName, .. isShrinking ? (string[])["--shrink"] : [], file,
                ((capacity + Sector - 1) / Sector * Sector).ToString(CultureInfo.InvariantCulture),
            ],
            Patience, cancellation);

    private static string[] Options(VolumeDefinition volume, ulong capacity, bool isPreallocated)
    {
        List<string> options = [];
        if (isPreallocated)
        {
            options.Add((volume.Allocation ?? capacity) >= capacity ? "preallocation=falloc" : "preallocation=metadata");
        }

        if (volume.Format == ImageFormat.Qcow2)
        {
            options.Add($"compat={volume.Details.Compat ?? OldestCompat}");
            options.AddRange(volume.Details.ClusterSize is { } size
                ? [string.Create(CultureInfo.InvariantCulture, $"cluster_size={size}")] : []);
            options.AddRange(volume.Details.Features?.Select(f => $"{f}=on") ?? []);
        }

        return options.Count == 0 ? [] : ["-o", string.Join(',', options)];
    }

    private static async Task RunAsync(string[] arguments, TimeSpan patience, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(QemuBinary.InPath(Program) ?? Program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        EmulatorEnvironment.Build(start);
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            BoundedOutput output = new(process.StandardOutput);
            BoundedOutput said = new(process.StandardError);
            await WaitAsync(process, patience, cancellation);
            await Task.WhenAll(output.Completion, said.Completion);
            if (process.ExitCode != 0)
            {
                throw new StorageException(
                    StorageErrorKind.Internal,
                    Text.Of(Messages.Storage_Program, Program, arguments[0], Text.OnOneLine(said.Text.Trim(), LongestSaid)));
            }
        }
        catch (Win32Exception e)
        {
            throw new StorageException(StorageErrorKind.Internal, Text.Of(Messages.Storage_Program, Program, arguments[0], e.Message), e);
        }
    }

    private static async Task WaitAsync(Process process, TimeSpan patience, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill();

            // On a file system that hangs it cannot even be killed.
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(EndPatience, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw cancellation.IsCancellationRequested ? e
                : new StorageException(StorageErrorKind.Failed, Text.Of(Messages.Storage_TooLong, Program, patience.TotalSeconds), e);
        }
    }
}
