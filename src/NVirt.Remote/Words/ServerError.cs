using NVirt.Cpu;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Peers;
using NVirt.Rpc.Client;
using NVirt.Rpc.Constants;
using NVirt.Xml;

namespace NVirt.Remote.Words;

/// <summary>What a server answers instead of a result, as the contract has it.</summary>
internal static class ServerError
{
    // What a server says that does not have a procedure, to the letter: clients have always gone by it.
    private const string UnknownProcedure = "unknown procedure";

    /// <summary>The exception of the contract for an error of a server.</summary>
    public static Exception Of(RpcServerException error)
    {
        string message = PeerText.Show(error.Message);
        if (error.Code == VirErrorNumber.Rpc && message.StartsWith(UnknownProcedure, StringComparison.Ordinal))
        {
            return new DomainException(DomainErrorKind.NoSupport, Text.Of(Messages.Server_Lacks, message), error);
        }

        if (RefusalOf(error) is { } refusal)
        {
            return new CpuException(refusal, error);
        }

        DomainErrorKind kind = DomainErrorNumbers.KindOf(error.Code, error.Domain) ?? DomainErrorKind.Failed;
        return kind switch
        {
            // Refused documents, and CPUs that cannot be read, are the same as anywhere.
            DomainErrorKind.Malformed => Document(CpuErrorKind.Xml, message, error),
            DomainErrorKind.Unsupported => Document(CpuErrorKind.Unsupported, message, error),
            DomainErrorKind.Refused => new DomainException(kind, message, error),
            _ when error.Domain == VirErrorDomain.Cpu => Document(DomainErrorNumbers.CpuKindOf(error.Code), message, error),
            _ => new DomainException(kind, message, error),
        };
    }

    // A daemon of ours tells libvirt's clients why in words, and us by name.
    private static CpuRefusal? RefusalOf(RpcServerException error)
    {
        if (error.Code != VirErrorNumber.CpuIncompatible || error.Error?.Str3 is not { } json)
        {
            return null;
        }

        try
        {
            return JsonText.Read(json, file: null, CpuException.Of, text => RefusalJson.Read(text.Root)) is { } refusal
                && RefusalJson.IsAnswer(refusal) ? refusal : null;
        }
        catch (CpuException)
        {
            return null;
        }
    }

    private static CpuException Document(CpuErrorKind kind, string message, Exception cause) =>
        new(new CpuRefusal(kind, new CpuReason(CpuRule.Malformed, message)), cause);
}
