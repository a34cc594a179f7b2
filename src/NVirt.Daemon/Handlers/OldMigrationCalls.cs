using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Handlers;

/// <summary>
/// The migration of clients before libvirt 0.9.2. It hands over nothing that a destination could judge a guest by, so it is refused. Newer
/// clients ask whether it is known, and take the newer one.
/// </summary>
internal static class OldMigrationCalls
{
    public static void AddTo(CallTable calls)
    {
        calls.AddQuick<DomainMigratePrepare2Args, DomainMigratePrepare2Result>(
            RemoteProgram.DomainMigratePrepare2, (_, _) => throw Refusal());
        calls.AddQuick<DomainMigratePerformArgs, XdrNothing>(RemoteProgram.DomainMigratePerform, (_, _) => throw Refusal());
        calls.AddQuick<DomainMigrateFinish2Args, DomainMigrateFinish2Result>(RemoteProgram.DomainMigrateFinish2, (_, _) => throw Refusal());
    }

    private static Fault Refusal() =>
        Fault.Of(VirErrorNumber.OperationUnsupported, VirErrorDomain.Qemu, Messages.Migration_Old);
}
