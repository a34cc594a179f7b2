using System.Collections.Concurrent;
using System.Text;
using NVirt.Cpu;
using NVirt.Cpu.Probe.Linux;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Probing;
using NVirt.Xml;

namespace NVirt.Qemu.Cache;

/// <summary>
/// Caches the answers of binaries until something changes that they depend on: the binary, its modules, the kernel, KVM, the processor, or
/// this program. A file is a line of facts and a recording, without the answers that nobody reads. Results computed from the answers are
/// not cached. Safe for use by several threads and processes.
/// </summary>
public sealed class QemuCache
{
    private readonly CacheFacts _facts;
    private readonly bool _isLater;
    private readonly ConcurrentDictionary<string, Known> _read = new(StringComparer.Ordinal);

    /// <summary>A cache in a folder, which is created when it is needed.</summary>
    /// <param name="folder">The folder; <see langword="null"/> for <see cref="DefaultFolder"/>.</param>
    public QemuCache(string? folder = null)
        : this(folder, new CacheFacts(), isLater: true)
    {
    }

    /// <summary>A cache with other facts.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="facts">What answers depend on.</param>
    /// <param name="isLater">
    /// Whether a file is read as far as it is asked for, which is quicker; what is not asked for stays in memory as text.
    /// </param>
    internal QemuCache(string? folder, CacheFacts facts, bool isLater = false)
    {
        _isLater = isLater;
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

    /// <summary>The folder of domains whose settings say which user QEMU is under root; <see langword="null"/> for the usual one.</summary>
    internal string? Root { get; init; }

    /// <summary>What a binary can do: from the cache, or queried and cached. Failing to access a cache file is not an error.</summary>
    /// <param name="binary">Its path, or a name to look up in PATH.</param>
    /// <param name="options">Limits for probing; <see langword="null"/> for the defaults.</param>
    /// <param name="map">The map with the names of models; <see langword="null"/> for the built-in one.</param>
    /// <param name="cancellation">Cancels probing and ends the processes.</param>
    /// <exception cref="QemuException">The binary is missing, cannot be started, ends, or does not answer in time.</exception>
    /// <exception cref="CpuException">QEMU is too old (unsupported), or its answers make no sense (internal).</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async Task<QemuCapabilities> GetAsync(
        string binary, QemuProbeOptions? options = null, CpuMap? map = null, CancellationToken cancellation = default)
    {
        string path = QemuBinary.Find(binary);
        string file = FileOf(path);

        Known? known;
        string facts;
        if (_read.TryGetValue(file, out Known? before) && before.Map == map)
        {
            // Who asks often is answered at once. If something changed, another process may have asked since.
            facts = _facts.Describe(path);
            known = before.Facts == facts ? before : Load(file, map, _isLater);
        }
        else
        {
            // Both take a millisecond, and it is rare that a file is read in vain.
            Task<string> describing = Task.Run(() => _facts.Describe(path), cancellation);
            known = Load(file, map, _isLater);
            facts = await describing;
        }

        if (known?.Facts == facts)
        {
            _read[file] = known;
            return known.Capabilities;
        }

        QemuCapabilities capabilities = await ProbeAsync(path, file, facts, options, map, cancellation);
        _read[file] = new Known(facts, map, capabilities);
        return capabilities;
    }

    private async Task<QemuCapabilities> ProbeAsync(
        string path, string file, string facts, QemuProbeOptions? options, CpuMap? map, CancellationToken cancellation)
    {
        byte[] recording = Encoding.UTF8.GetBytes(await QemuRecorder.RecordAsync(
            path, (options ?? new QemuProbeOptions()) with { Root = Root }, cancellation));
        QemuCapabilities capabilities = QemuCapabilities.ParseBytes(recording, path, map);
        try
        {
            byte[] kept = CachedRecordingWriter.Write(recording, path);
            Save(file, [.. Encoding.UTF8.GetBytes(facts + "\n"), .. kept]);

            // It says the same, and holds only a part of the recording.
            return QemuCapabilities.ParseBytes(kept, path, map, _isLater);
        }
        catch (CpuException)
        {
            // An emulator may say, where nobody reads, what is no text. It is asked again each time.
            return capabilities;
        }
    }

    /// <summary>The cache file of a binary.</summary>
    internal string FileOf(string path) => Path.Combine(Folder, $"{Path.GetFileName(path)}-{CacheFacts.Hash(path)[..16]}.json");

    private static Known? Load(string file, CpuMap? map, bool isLater)
    {
        byte[] bytes = [];
        int count = 0;
        ProbeFiles.Try(() =>
        {
            using FileStream stream = PlainFile.Open(file);
            bytes = new byte[Math.Min(stream.Length, JsonText.MaxCharacters)];
            count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        });
        ReadOnlyMemory<byte> text = bytes.AsMemory(0, count);
        int end = text.Span.IndexOf((byte)'\n');
        if (end < 0)
        {
            return null;
        }

        try
        {
            return new Known(Encoding.UTF8.GetString(text.Span[..end]), map, QemuCapabilities.ParseBytes(text[end..], file, map, isLater));
        }
        catch (CpuException)
        {
            // An incomplete file, or not one of ours: it is written again.
            return null;
        }
    }

    // A reader gets the old file or the new one, never a mixture.
    private void Save(string file, byte[] text) => ProbeFiles.Try(() =>
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
            File.WriteAllBytes(temporary, text);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    });

    private sealed record Known(string Facts, CpuMap? Map, QemuCapabilities Capabilities);
}
