using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Peers;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>The names used in the migration protocol (docs/reference/migration-protocol.md).</summary>
internal static class PeerProtocol
{
    /// <summary>The newest version that is supported.</summary>
    public const int Newest = 2;

    /// <summary>The oldest one. The first version had a "finish" after which two guests could run.</summary>
    public const int Oldest = 2;

    /// <summary>The longest request, in bytes: an offer with its documents.</summary>
    public const int MaxQuestion = 64 << 20;

    /// <summary>The longest answer, in bytes: a refusal with a reason for each feature.</summary>
    public const int MaxAnswer = 4 << 20;

    public const string Hello = "nvirt";
    public const string Since = "since";
    public const string Version = "version";
    public const string Id = "id";
    public const string Execute = "execute";
    public const string Return = "return";
    public const string Error = "error";

    public const string Prepare = "prepare";
    public const string Beat = "beat";
    public const string Finish = "finish";
    public const string Abort = "abort";

    /// <summary>What a refusal of "finish" says about the guest; without it, it does not count as a refusal.</summary>
    public const string Guest = "guest";
    public const string Gone = "gone";

    /// <summary>All supported versions, for messages.</summary>
    public static string Versions => string.Join(", ", Enumerable.Range(Oldest, Newest - Oldest + 1));

    /// <summary>The newest version that both sides support; <see langword="null"/> if there is none.</summary>
    public static int? Agree(int newest, int oldest) => Math.Min(newest, Newest) is var version && version >= Math.Max(oldest, Oldest)
        ? version : null;

    /// <summary>Reads any part of a message: everything wrong with it is the other side's mistake.</summary>
    /// <exception cref="DomainException">It is malformed.</exception>
    public static T Read<T>(JsonElement message, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            return read(message) ?? throw Malformed(message, cause: null);
        }
        catch (Exception e)
            when (e is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or JsonException)
        {
            throw Malformed(message, e);
        }
    }

    /// <summary>An integer in a message, or <see langword="null"/>.</summary>
    public static int? NumberOf(JsonElement message, string name) =>
        JsonText.Member(message, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int value) ? value : null;

    public static DomainException Malformed(JsonElement message, Exception? cause) =>
        new(DomainErrorKind.Failed, Text.Of(Messages.Remote_Malformed, PeerText.Show(Text.OnOneLine(message.GetRawText(), 200))), cause);

    /// <summary>The JSON form of an error.</summary>
    public static JsonObject WriteError(Exception error) => error switch
    {
        // If a document cannot be read, nothing was judged.
        CpuException e when RefusalJson.IsAnswer(e.Refusal) => Of(DomainErrorKind.Refused, e, RefusalJson.Write(e.Refusal)),
        DomainException { Kind: DomainErrorKind.Refused, InnerException: CpuException inner } e =>
            Of(e.Kind, e, RefusalJson.Write(inner.Refusal)),
        DomainException e => Of(e.Kind, e),
        _ => Of(DomainErrorKind.Failed, error),
    };

    /// <summary>Reads such an error. A refusal without a judgement of the CPU counts as a failure: it gives no reasons.</summary>
    /// <param name="error">The error.</param>
    /// <param name="peer">The other side's name for messages.</param>
    public static DomainException ReadError(JsonElement error, string peer)
    {
        string message = Read(error, e => JsonText.StringOf(e, "message"));
        CpuRefusal? refusal = JsonText.Member(error, "cpu") is { ValueKind: JsonValueKind.Object } cpu ? RefusalJson.Read(cpu) : null;
        DomainErrorKind kind = JsonText.WordOf<DomainErrorKind>(JsonText.StringOf(error, "kind")) ?? DomainErrorKind.Failed;
        bool isJudged = refusal is not null && RefusalJson.IsAnswer(refusal);
        return new DomainException(
            kind == DomainErrorKind.Refused && !isJudged ? DomainErrorKind.Failed : kind,
            Text.Of(Messages.Remote_Said, peer, PeerText.Show(message)),
            refusal is null ? null : new CpuException(refusal));
    }

    private static JsonObject Of(DomainErrorKind kind, Exception e, JsonObject? cpu = null)
    {
        JsonObject error = new() { ["kind"] = kind.ToString(), ["message"] = e.Message };
        if (cpu is not null)
        {
            error["cpu"] = cpu;
        }

        return error;
    }
}
