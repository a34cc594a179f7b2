using System.Collections.Concurrent;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Probing;

namespace NVirt.Qemu.Cache;

/// <summary>
/// Keeps what binaries answered, a recording a file with a line of facts in front of it, until something changes that the answers depend on:
/// the binary, its modules, the kernel, KVM, the processor, or this program. What is computed of the answers is not kept. Safe for use by
/// several threads and processes.
/// </summary>
public sealed class QemuCache
{
    private readonly CacheFacts _facts;
    private readonly ConcurrentDictionary<string, Known> _read = new(StringComparer.Ordinal);

    /// <summary>A cache in a folder, which is made when it is needed.</summary>
    /// <param name="folder">The folder; <see langword="null"/> for <see cref="DefaultFolder"/>.</param>
    public QemuCache(string? folder = null)
        : this(folder, new CacheFacts())
    {
    }

    internal QemuCache(string? folder, CacheFacts facts)
    {
        Folder = folder ?? DefaultFolder;
        _facts = facts;
    }

    /// <summary>
    /// <c>$XDG_CACHE_HOME/nvirt</c>, without that variable <c>/var/cache/nvirt</c> for root and <c>~/.cache/nvirt</c> for others.
    /// </summary>
    public static string DefaultFolder
    {
        get
        {
            string? caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (string.IsNullOrEmpty(caches))
            {
                caches = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux()
                    ? "/var/cache"
                    : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            }

            return Path.Combine(caches, "nvirt");
        }
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>What a binary can: from the cache, or asked and kept. A file that can not be read or written is no reason to fail.</summary>
    /// <param name="binary">Its path, or a name to be found in PATH.</param>
    /// <param name="options">Bounds of the probing; <see langword="null"/> for the usual ones.</param>
    /// <param name="map">The map with the names of models; <see langword="null"/> for the one that is compiled in.</param>
    /// <param name="cancellation">Ends the probing, and the processes.</param>
    /// <exception cref="QemuException">The binary is not there, can not be started, ends, or does not answer in time.</exception>
    /// <exception cref="CpuException">QEMU is too old (unsupported), or what it says makes no sense (internal).</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<QemuCapabilities> GetAsync(
        string binary, QemuProbeOptions? options = null, CpuMap? map = null, CancellationToken cancellation = default)
    {
        string path = QemuBinary.Find(binary);
        string file = FileOf(path);
        string facts = _facts.Describe(path);
        if (_read.TryGetValue(file, out Known? known) && known.Facts == facts && known.Map == map)
        {
            return known.Capabilities;
        }

        QemuCapabilities capabilities = Load(file, facts, map) ?? await ProbeAsync(path, file, facts, options, map, cancellation);
        _read[file] = new Known(facts, map, capabilities);
        return capabilities;
    }

    private async Task<QemuCapabilities> ProbeAsync(
        string path, string file, string facts, QemuProbeOptions? options, CpuMap? map, CancellationToken cancellation)
    {
        string recording = await QemuRecorder.RecordAsync(path, options, cancellation);
        QemuCapabilities capabilities = QemuCapabilities.Parse(recording, path, map);
        Save(file, $"{facts}\n{recording}");
        return capabilities;
    }

    /// <summary>The file of a binary.</summary>
    internal string FileOf(string path) => Path.Combine(Folder, $"{Path.GetFileName(path)}-{CacheFacts.Hash(path)[..16]}.json");

    private static QemuCapabilities? Load(string file, string facts, CpuMap? map)
    {
        string? text = null;
        ProbeFiles.Try(() => text = new FileInfo(file) is { Exists: true, Length: <= QemuJson.MaxCharacters } ? Utf8Text.Decode(File.ReadAllBytes(file), out _) : null);
        if (text is null || !text.StartsWith(facts + "\n", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return QemuCapabilities.Parse(text[facts.Length..], file, map);
        }
        catch (CpuException)
        {
            // Half a file, or not one of ours: it is written anew.
            return null;
        }
    }

    // Who reads meanwhile gets the old file or the new one, never a part.
    private void Save(string file, string text) => ProbeFiles.Try(() =>
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
        }
        else
        {
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        string temporary = Path.Combine(Folder, Path.GetRandomFileName());
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    });

    private sealed record Known(string Facts, CpuMap? Map, QemuCapabilities Capabilities);
}
