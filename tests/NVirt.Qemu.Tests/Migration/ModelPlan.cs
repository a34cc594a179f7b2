namespace NVirt.Qemu.Tests.Migration;

/// <summary>What happens to one message, or at one step.</summary>
/// <param name="Place">A message, for example <c>finish&gt;</c> for the request and <c>finish&lt;</c> for its answer, or a step of one of
/// the guests.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Text">The replacement message, if there is one; <c>ID</c> stands for the number of the right
/// one.</param>
internal sealed record ModelFault(string Place, ModelFaultKind Kind, string? Text = null)
{
    public override string ToString() => $"{Kind} at {Place}{(Text is null ? string.Empty : " " + (Text.Length > 80 ? Text[..80] : Text))}";
}

/// <summary>What can happen.</summary>
internal enum ModelFaultKind
{
    /// <summary>The connection ends instead.</summary>
    Cut,

    /// <summary>The connection ends after the message.</summary>
    CutBehind,

    /// <summary>The message never comes.</summary>
    Lose,

    /// <summary>It arrives twice.</summary>
    Twice,

    /// <summary>It is replaced by another one.</summary>
    Replace,

    /// <summary>The source's program is killed.</summary>
    SourceDies,

    /// <summary>The destination's program is killed.</summary>
    DestinationDies,

    /// <summary>The user cancels the migration.</summary>
    Cancel,
}

/// <summary>How the two hosts behave.</summary>
internal sealed record ModelHosts(string Name)
{
    public bool SendFails { get; init; }

    public bool PrepareFails { get; init; }

    /// <summary>The guest fails to arrive before it could run.</summary>
    public bool TakeOverFails { get; init; }

    /// <summary>It already runs when something else fails.</summary>
    public bool TakeOverFailsLate { get; init; }

    /// <summary>In addition, it cannot be killed.</summary>
    public bool RemoveFails { get; init; }

    public bool StaysPaused { get; init; }

    public override string ToString() => Name;
}

/// <summary>Everything that is simulated.</summary>
internal static class ModelPlan
{
    public static readonly ModelHosts[] Hosts =
    [
        new("both well"),
        new("stays paused") { StaysPaused = true },
        new("sending fails") { SendFails = true },
        new("prepare refused") { PrepareFails = true },
        new("arrival fails") { TakeOverFails = true },
        new("fails when it runs") { TakeOverFailsLate = true },
        new("fails when it runs, for good") { TakeOverFailsLate = true, RemoveFails = true },
    ];

    private static readonly string[] Messages =
        ["hello<", "prepare>", "prepare<", "beat>", "beat<", "finish>", "finish<", "abort>", "abort<"];

    private static readonly string[] Steps =
    [
        "send", "sent", "come back", "came back", "stay", "prepare", "prepared", "take over", "runs", "taken over", "remove", "removed",
    ];

    // JSON from the other side, instead of an answer or a request.
    private static readonly string[] OddAnswers =
    [
        "", "oops", "null", "[]", "5", "\"x\"", "{}", "{\"ok\":true}", "{\"return\":null}", "{\"return\":{}}",
            "{\"error\":{\"kind\":\"Failed\",\"message\":\"sure\"}}",
        "{\"version\":2,\"id\":ID}",
        "{\"version\":2,\"id\":ID,\"return\":null}",
        "{\"version\":2,\"id\":ID,\"return\":{}}",
        "{\"version\":2,\"id\":ID,\"return\":\"x\"}",
        "{\"version\":2,\"id\":ID,\"return\":{\"name\":\"x\",\"uuid\":\"00000000-0000-0000-0000-000000000001\",\"state\":\"Running\","
            + "\"isPersistent\":false}}",
        "{\"version\":2,\"id\":ID,\"error\":null}",
        "{\"version\":2,\"id\":ID,\"error\":{}}",
        "{\"version\":2,\"id\":ID,\"error\":{\"kind\":\"Failed\",\"message\":\"sure\"}}",
        "{\"version\":2,\"id\":ID,\"error\":{\"kind\":\"Refused\",\"message\":\"no\",\"cpu\":{\"kind\":\"Nope\",\"reasons\":[]}}}",
        "{\"version\":2,\"id\":ID,\"error\":{\"kind\":\"Failed\",\"message\":\"sure\",\"guest\":\"moved\"}}",
        "{\"version\":1,\"id\":ID,\"error\":{\"kind\":\"Failed\",\"message\":\"sure\",\"guest\":\"gone\"}}",
        "{\"version\":2,\"id\":77,\"error\":{\"kind\":\"Failed\",\"message\":\"sure\",\"guest\":\"gone\"}}",
        "{\"version\":2,\"id\":\"ID\",\"error\":{\"kind\":\"Failed\",\"message\":\"sure\",\"guest\":\"gone\"}}",
        "{\"version\":2,\"id\":ID,\"return\":{},\"error\":{\"kind\":\"Failed\",\"message\":\"sure\",\"guest\":\"gone\"}}",
        "{\"version\":2,\"id\":ID,\"return\":\"\\ud800\"}",
        "{\"nvirt\":1}", "{\"nvirt\":1e99}", "{\"nvirt\":\"2\"}", "{\"nvirt\":3}",
        new string('[', 100_000),
    ];

    private static readonly string[] OddRequests =
    [
        "", "oops", "null", "{}", "{\"execute\":\"finish\"}", "{\"version\":1,\"id\":ID,\"execute\":\"finish\"}",
            "{\"version\":9,\"id\":ID,\"execute\":\"finish\"}",
        "{\"version\":2,\"id\":ID,\"execute\":\"begin\"}", "{\"version\":2,\"id\":ID,\"execute\":null}",
            "{\"version\":2,\"id\":ID,\"execute\":\"prepare\",\"offer\":5}",
        "{\"version\":2,\"id\":ID,\"execute\":\"abort\"}", "{\"version\":2,\"id\":ID,\"execute\":\"finish\"}",
            "{\"version\":2,\"id\":1,\"execute\":\"finish\"}",
    ];

    /// <summary>Every single event that can happen.</summary>
    public static IReadOnlyList<ModelFault> Faults { get; } =
    [
        .. from place in Messages from kind in Enum.GetValues<ModelFaultKind>()
        where kind != ModelFaultKind.Replace select new ModelFault(place, kind),
        .. from place in Messages.Where(m => m.EndsWith('<')) from text in OddAnswers select new ModelFault(
            place, ModelFaultKind.Replace, text),
        .. from place in Messages.Where(m => m.EndsWith('>')) from text in OddRequests
        where !IsForged(place, text) select new ModelFault(place, ModelFaultKind.Replace, text),
        .. from step in Steps
           from kind in (
               ModelFaultKind[])[ModelFaultKind.Cut, ModelFaultKind.SourceDies, ModelFaultKind.DestinationDies, ModelFaultKind.Cancel]
           select new ModelFault(step, kind),
    ];

    // Nobody else can write to the connection, so nobody says "finish" before the source does.
    private static bool IsForged(string place, string text) => place is "beat>" or "abort>"
        && text.Contains("\"id\":ID,\"execute\":\"finish\"", StringComparison.Ordinal);
}
