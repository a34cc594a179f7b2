using NVirt.Rpc.Constants;
using NVirt.Xml;

namespace NVirt.Daemon.Faults;

/// <summary>Faults that more than one call can have.</summary>
internal static class CommonFaults
{
    private const string FlagsArgument = "flags";

    /// <summary>A frame or a call that the protocol does not have.</summary>
    public static Fault Rpc(string detail) => Fault.Of(VirErrorNumber.Rpc, VirErrorDomain.Rpc, detail);

    /// <summary>Clients take these words, to the letter, for "not supported", and try another way.</summary>
    public static Fault UnknownProcedure(int number) => Rpc($"unknown procedure: {number}");

    public static Fault BadPayload() => Rpc(Messages.Rpc_Payload);

    public static Fault NotOpen() => Fault.Of(VirErrorNumber.InternalError, VirErrorDomain.Rpc, Messages.Rpc_NotOpen);

    public static Fault ReadOnly(string function) =>
        Fault.Of(VirErrorNumber.OperationDenied, VirErrorDomain.Domain, Text.Of(Messages.Denied_ReadOnly, function));

    public static Fault SecureOnReadOnly(string function) =>
        Fault.Of(VirErrorNumber.OperationDenied, VirErrorDomain.Domain, Text.Of(Messages.Denied_Secure, function));

    /// <summary>Bits of flags that a function does not know.</summary>
    public static Fault UnknownFlags(string function, uint unknown, VirErrorDomain domain = VirErrorDomain.Qemu) => Fault.OfArgument(
        domain, function, FlagsArgument, Text.Of(Messages.Flags_Unknown, unknown.ToString("x", null), function));

    /// <summary>An argument that must not be missing.</summary>
    public static Fault Null(string function, string argument) =>
        Fault.OfArgument(VirErrorDomain.Domain, function, argument, Text.Of(Messages.Argument_Null, argument, function));

    /// <summary>An argument that must not be zero.</summary>
    public static Fault Zero(string function, string argument) =>
        Fault.OfArgument(VirErrorDomain.Domain, function, argument, Text.Of(Messages.Argument_Zero, argument, function));

    public static Fault InvalidArgument(string detail) => Fault.Of(VirErrorNumber.InvalidArg, VirErrorDomain.Qemu, detail);

    public static Fault NotRunning(VirErrorDomain domain = VirErrorDomain.Domain) =>
        Fault.Of(VirErrorNumber.OperationInvalid, domain, Messages.Domain_NotRunning);
}
