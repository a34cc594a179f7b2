using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using NVirt.Fleet.Reports;
using NVirt.Xml;

namespace NVirt.Fleet.Agent.State;

/// <summary>
/// The folder of one agent, which no other user can read and no other agent can use meanwhile: its state, a report that was not taken yet,
/// and the host's own token. What is there is whole or not there, whatever happens while it is written. Not for use by several threads.
/// </summary>
internal sealed class AgentFolder : IDisposable
{
    /// <summary>The most bytes of a report that is kept; a larger one is made again from the host.</summary>
    public const int MostUnsent = 16 << 20;

    private const string StateName = "state.json";
    private const string UnsentName = "unsent.json";
    private const string TokenName = "token";
    private const string LockName = "lock";
    private const int MostState = 4096;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly FileStream _lock;

    private AgentFolder(string path, FileStream locked) => (_path, _lock) = (path, locked);

    /// <summary>Opens the folder, and makes it if it is not there.</summary>
    /// <exception cref="AgentException">It cannot be used, or another agent uses it.</exception>
    public static AgentFolder Open(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, Private | UnixFileMode.UserExecute);
            }

            return new AgentFolder(path, new FileStream(Path.Combine(path, LockName), OptionsOf(FileMode.OpenOrCreate, FileShare.None)));
        }
        catch (IOException e) when (File.Exists(Path.Combine(path, LockName)))
        {
            throw new AgentException(Text.Of(Messages.State_InUse, path), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new AgentException(Text.Of(Messages.State_Unusable, path, e.Message), e);
        }
    }

    /// <summary>The state; <see langword="null"/> if there is none, or what is there makes no sense.</summary>
    public AgentState? ReadState() =>
        Parse(Read(StateName, MostState), AgentStateJson.Default.AgentState) is { IsSensible: true } state ? state : null;

    /// <summary>Keeps the state.</summary>
    /// <returns>Whether it is on disk.</returns>
    public bool TryWriteState(AgentState state) =>
        TryWrite(StateName, JsonSerializer.SerializeToUtf8Bytes(state, AgentStateJson.Default.AgentState));

    /// <summary>The report that was not taken yet; <see langword="null"/> if none is kept.</summary>
    public HostReport? ReadUnsent() => Parse(Read(UnsentName, MostUnsent), ReportJson.Default.HostReport);

    /// <summary>Keeps a report instead of the one before, if it is not too large and there is room.</summary>
    public void KeepUnsent(HostReport report)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(report, ReportJson.Default.HostReport);
        if (bytes.Length > MostUnsent || !TryWrite(UnsentName, bytes))
        {
            // An older one must not come back.
            DropUnsent();
        }
    }

    /// <summary>Keeps no report.</summary>
    public void DropUnsent() => TryDelete(Path.Combine(_path, UnsentName));

    /// <summary>The token of this host; <see langword="null"/> if there is none.</summary>
    public string? ReadToken() => Read(TokenName, MostState) is { Length: > 0 } bytes
        ? System.Text.Encoding.UTF8.GetString(bytes).Trim() : null;

    /// <summary>Keeps the token of this host.</summary>
    /// <exception cref="AgentException">It cannot be kept.</exception>
    public void WriteToken(string token)
    {
        if (!TryWrite(TokenName, System.Text.Encoding.UTF8.GetBytes(token + "\n")))
        {
            throw new AgentException(Text.Of(Messages.State_NoToken, _path));
        }
    }

    /// <summary>Lets others use the folder.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStreamOptions OptionsOf(FileMode mode, FileShare share)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.Write, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        return options;
    }

    private static T? Parse<T>(byte[]? bytes, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return bytes is null ? null : JsonSerializer.Deserialize(bytes, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is written over later.
        }
    }

    private byte[]? Read(string name, int most)
    {
        try
        {
            using FileStream stream = PlainFile.Open(Path.Combine(_path, name));
            if (stream.Length > most)
            {
                return null;
            }

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The file of a writer that was killed is written over by the next.
    private bool TryWrite(string name, byte[] bytes)
    {
        string file = Path.Combine(_path, name);
        string temporary = file + ".new";
        try
        {
            using (FileStream stream = new(temporary, OptionsOf(FileMode.Create, FileShare.Read)))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, file, overwrite: true);
            if (OperatingSystem.IsLinux())
            {
                // The folder's entry must reach the disk, too.
                using SafeFileHandle folder = PlainFile.OpenWithoutWaiting(_path, FileAccess.Read);
                RandomAccess.FlushToDisk(folder);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            return false;
        }
    }
}
