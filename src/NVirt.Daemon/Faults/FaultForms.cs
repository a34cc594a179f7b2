using NVirt.Rpc.Constants;

namespace NVirt.Daemon.Faults;

/// <summary>How the sentences of errors begin, by their number. The detail stands where the place is.</summary>
internal static class FaultForms
{
    /// <summary>Where the detail goes: clients know it in this form.</summary>
    public const string Place = "%s";

    public static string Of(VirErrorNumber code) => code switch
    {
        VirErrorNumber.InternalError => Messages.Form_Internal,
        VirErrorNumber.NoSupport => Messages.Form_NoSupport,
        VirErrorNumber.NoConnect => Messages.Form_NoConnect,
        VirErrorNumber.InvalidArg => Messages.Form_InvalidArgument,
        VirErrorNumber.OperationFailed => Messages.Form_OperationFailed,
        VirErrorNumber.XmlError => Messages.Form_Xml,
        VirErrorNumber.OperationDenied => Messages.Form_Denied,
        VirErrorNumber.NoDomain => Messages.Form_NoDomain,
        VirErrorNumber.NoNetwork => Messages.Form_NoNetwork,
        VirErrorNumber.NoStoragePool => Messages.Form_NoPool,
        VirErrorNumber.NoStorageVol => Messages.Form_NoVolume,
        VirErrorNumber.NoNodeDevice => Messages.Form_NoNodeDevice,
        VirErrorNumber.NoInterface => Messages.Form_NoInterface,
        VirErrorNumber.NoNwfilterBinding => Messages.Form_NoBinding,
        VirErrorNumber.OperationInvalid => Messages.Form_InvalidState,
        VirErrorNumber.NoNwfilter => Messages.Form_NoFilter,
        VirErrorNumber.NoSecret => Messages.Form_NoSecret,
        VirErrorNumber.ConfigUnsupported => Messages.Form_Unsupported,
        VirErrorNumber.OperationTimeout => Messages.Form_Timeout,
        VirErrorNumber.NoDomainSnapshot => Messages.Form_NoSnapshot,
        VirErrorNumber.ArgumentUnsupported => Messages.Form_ArgumentUnsupported,
        VirErrorNumber.OperationAborted => Messages.Form_Aborted,
        VirErrorNumber.NoDomainMetadata => Messages.Form_NoMetadata,
        VirErrorNumber.MigrateUnsafe => Messages.Form_MigrateUnsafe,
        VirErrorNumber.OperationUnsupported => Messages.Form_OperationUnsupported,
        VirErrorNumber.Overflow => Messages.Form_Overflow,
        VirErrorNumber.StorageVolExist => Messages.Form_VolumeExists,
        VirErrorNumber.AgentUnresponsive => Messages.Form_Agent,
        VirErrorNumber.AccessDenied => Messages.Form_Access,
        VirErrorNumber.CpuIncompatible => Messages.Form_CpuIncompatible,
        VirErrorNumber.XmlInvalidSchema => Messages.Form_Schema,
        _ => Place,
    };
}
