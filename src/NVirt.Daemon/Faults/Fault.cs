using System.Diagnostics.CodeAnalysis;
using NVirt.Domains.Driver.Peers;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;

namespace NVirt.Daemon.Faults;

/// <summary>What a call is answered with instead of a result (rpc-protocol.md 2).</summary>
/// <param name="code">The error's number.</param>
/// <param name="domain">What it came from.</param>
/// <param name="message">The whole sentence.</param>
internal sealed class Fault(VirErrorNumber code, VirErrorDomain domain, string message) : Exception(message)
{
    private const int NoNumber = -1;

    // Of what a client sent, no more comes back than this: it may have sent megabytes.
    private const int Longest = 16 * 1024;

    /// <summary>The error's number.</summary>
    public VirErrorNumber Code { get; } = code;

    /// <summary>What it came from.</summary>
    public VirErrorDomain Domain { get; } = domain;

    /// <summary>The form of the sentence, or the function whose flags are unknown.</summary>
    public string? First { get; private init; }

    /// <summary>What was put into the form, or which argument is wrong.</summary>
    public string? Second { get; private init; }

    /// <summary>More for programs.</summary>
    public string? Third { get; private init; }

    /// <summary>The first number at the end: that of the operating system's error.</summary>
    public int Number { get; private init; } = NoNumber;

    /// <summary>The second number at the end.</summary>
    public int SecondNumber { get; private init; } = NoNumber;

    /// <summary>An error whose sentence begins as all sentences of its number do.</summary>
    /// <param name="code">The error's number.</param>
    /// <param name="domain">What it came from.</param>
    /// <param name="detail">What stands in the sentence.</param>
    /// <param name="reasons">The same for programs, if there is more to say.</param>
    public static Fault Of(VirErrorNumber code, VirErrorDomain domain, string detail, string? reasons = null)
    {
        string form = FaultForms.Of(code);
        return new Fault(code, domain, form.Replace(FaultForms.Place, detail, StringComparison.Ordinal))
        {
            First = form,
            Second = detail,
            Third = reasons,
        };
    }

    /// <summary>An argument that a function does not take, told by its name.</summary>
    public static Fault OfArgument(VirErrorDomain domain, string function, string argument, string message) =>
        new(VirErrorNumber.InvalidArg, domain, message) { First = function, Second = argument, Number = 0, SecondNumber = 0 };

    /// <summary>What the operating system refused.</summary>
    public static Fault OfSystem(VirErrorDomain domain, string message, int number) =>
        new(VirErrorNumber.SystemError, domain, message) { First = FaultForms.Place, Second = message, Number = number };

    /// <summary>What another daemon answered, said again to this one's client.</summary>
    public static Fault Again(RemoteError error) => new(
        (VirErrorNumber)error.Code, (VirErrorDomain)error.Domain, PeerText.Show(error.Message ?? string.Empty))
    {
        First = error.Str1 is { } first ? PeerText.Show(first) : null,
        Second = error.Str2 is { } second ? PeerText.Show(second) : null,
        Third = error.Str3,
    };

    /// <summary>The same with more for programs.</summary>
    /// <param name="change">What becomes of what is there for them.</param>
    public Fault WithThird(Func<string?, string> change) => new(Code, Domain, Message)
    {
        First = First,
        Second = Second,
        Third = change(Third),
        Number = Number,
        SecondNumber = SecondNumber,
    };

    /// <summary>The error as it goes over the wire.</summary>
    public RemoteError ToError() => new()
    {
        Code = (int)Code,
        Domain = (int)Domain,
        Message = Shortened(Message),
        Level = (int)VirErrorLevel.Error,
        Dom = null,
        Str1 = Shortened(First),
        Str2 = Shortened(Second),
        Str3 = Shortened(Third),
        Int1 = Number,
        Int2 = SecondNumber,
        Net = null,
    };

    [return: NotNullIfNotNull(nameof(text))]
    private static string? Shortened(string? text) => text is { Length: > Longest } ? text[..Longest] + "..." : text;
}
