"""Who reaches the app, and who does not."""

from ipaddress import ip_address

import psutil

from benchmarks.app import Server


def test_only_this_machine_is_listened_to(shared_server: Server) -> None:
    """Started as the README says, the server listens on no address that others reach."""
    places = psutil.Process(shared_server.process.pid).net_connections()
    addresses = {place.laddr.ip for place in places if place.status == psutil.CONN_LISTEN}

    assert addresses
    assert all(ip_address(address).is_loopback for address in addresses)
